// SPDX-License-Identifier: Apache-2.0
/** The verbs of experiments: run, bench, report, figure, demo, validate. */
package org.mqecn.cli.experiment;
