// SPDX-License-Identifier: Apache-2.0
/**
 * Scenarios as people write them: a testbed, traffic, what to measure, what to vary, what has to come out. Each
 * combination of what varies becomes a case, a complete document of its own; reading one decides nothing that running
 * it would have to guess.
 */
package org.mqecn.experiment.scenario;
