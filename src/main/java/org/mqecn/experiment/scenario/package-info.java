// SPDX-License-Identifier: Apache-2.0
/**
 * Scenario files: a testbed, traffic, a measurement, variables and checks. Each combination of the variables' values
 * becomes a case, a complete document. A case that was read has everything that a run needs; nothing is left to guess.
 */
package org.mqecn.experiment.scenario;
