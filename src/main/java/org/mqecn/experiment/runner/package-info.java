// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the cases of a scenario, in guests or on this machine, and holds what came out to what should. A run's file is
 * written whole or not at all, and a case that has one is not run again.
 */
package org.mqecn.experiment.runner;
