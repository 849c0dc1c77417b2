// SPDX-License-Identifier: Apache-2.0
/** The verbs of the lab. */
package org.mqecn.cli.lab;
