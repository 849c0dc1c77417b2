// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

/** Output formats that most verbs have. */
public enum OutputFormat {
    TABLE,
    JSON
}
