// SPDX-License-Identifier: Apache-2.0
/** The command line: one class a verb, a sub-package for each group of verbs. */
package org.mqecn.cli;
