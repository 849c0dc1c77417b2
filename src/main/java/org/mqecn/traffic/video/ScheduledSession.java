// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.net.URI;

/**
 * Who will watch what, and when.
 *
 * @param number in the order of arrival, from 1
 * @param start nanoseconds since the run began
 * @param warmUp whether it begins before the run counts
 */
record ScheduledSession(int number, URI video, long start, boolean warmUp) {}
