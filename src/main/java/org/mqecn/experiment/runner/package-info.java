// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the trials of an experiment with an engine, and evaluates its checks. A run file is written whole
 * or not at all; a trial that has one is not run again.
 */
package org.mqecn.experiment.runner;
