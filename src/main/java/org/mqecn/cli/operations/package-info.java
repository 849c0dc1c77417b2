// SPDX-License-Identifier: Apache-2.0
/** The verbs that diagnose and monitor ports. */
package org.mqecn.cli.operations;
