// SPDX-License-Identifier: Apache-2.0
/** A page for browsers: the queues of all ports, live, and results of experiments. */
package org.mqecn.dashboard;
