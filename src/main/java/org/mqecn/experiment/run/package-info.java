// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one case where it is: brings its testbed up, plays all of its hosts in this one process (a thread enters a
 * network namespace before it opens a socket), watches the port, and writes down what happened. In a guest all of this
 * takes no virtual time but where it waits; so nothing here may spin.
 */
package org.mqecn.experiment.run;
