// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the trials of an experiment as array jobs of Slurm. Slurm alone queues, places, limits, requeues and cancels; the
 * jobs write their run files to the shared folder of the results, and the engine waits for these files.
 */
package org.mqecn.experiment.slurm;
