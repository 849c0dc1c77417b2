// SPDX-License-Identifier: Apache-2.0
/** The verbs of testbeds. */
package org.mqecn.cli.testbed;
