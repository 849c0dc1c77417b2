// SPDX-License-Identifier: Apache-2.0
/**
 * CPU time of pacing many flows, by qdisc: the experiment of Eiffel's paper (NSDI 2019, kernel shaping), as repeated by
 * others with neper. A run is valid only if it can be compared: all flows at their rates, through the requested qdisc, on
 * an otherwise idle machine.
 */
package org.mqecn.experiment.cpu;
