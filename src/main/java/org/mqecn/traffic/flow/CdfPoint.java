// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/**
 * A point of a CDF of flow sizes.
 *
 * @param cumulative fraction of the flows that are not larger
 */
record CdfPoint(double bytes, double cumulative) {}
