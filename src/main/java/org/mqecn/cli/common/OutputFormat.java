// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

/** How results are written. */
public enum OutputFormat {
    TABLE,
    JSON
}
