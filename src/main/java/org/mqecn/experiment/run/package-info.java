// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one case on this machine: brings its testbed up, acts as all hosts in this one process (a thread enters a network
 * namespace before it opens a socket), samples the port and writes the run file. In a guest, code takes no virtual time
 * unless it waits; so nothing here may spin.
 */
package org.mqecn.experiment.run;
