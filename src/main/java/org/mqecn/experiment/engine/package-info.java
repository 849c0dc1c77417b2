// SPDX-License-Identifier: Apache-2.0
/**
 * Where the trials of an experiment run: {@link org.mqecn.experiment.engine.Engine}. The local engine gives each to a
 * backend, which is a guest of the lab or this machine.
 */
package org.mqecn.experiment.engine;
