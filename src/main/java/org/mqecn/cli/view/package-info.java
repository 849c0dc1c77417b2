// SPDX-License-Identifier: Apache-2.0
/** Prints the results of verbs as tables and JSON. Contains no other logic. */
package org.mqecn.cli.view;
