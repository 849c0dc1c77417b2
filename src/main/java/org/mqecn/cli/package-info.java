// SPDX-License-Identifier: Apache-2.0
/** The command line: one class per verb and one sub-package per group of verbs. */
package org.mqecn.cli;
