// SPDX-License-Identifier: Apache-2.0
/**
 * What pacing many flows costs in processor time, by the qdisc they pass: the experiment of Eiffel's paper (NSDI 2019,
 * kernel shaping) and of those who repeated it with neper. A run counts only where what it compares is the same: all
 * flows at their rates, through the qdisc that was asked for, on a machine that does nothing else.
 */
package org.mqecn.experiment.cpu;
