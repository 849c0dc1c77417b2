// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.net.URI;

/**
 * A session before it starts.
 *
 * @param number sequence number in order of arrival, from 1
 * @param start start time, in nanoseconds since the start of the run
 * @param warmUp whether it starts during the warm-up
 */
record ScheduledSession(int number, URI video, long start, boolean warmUp) {}
