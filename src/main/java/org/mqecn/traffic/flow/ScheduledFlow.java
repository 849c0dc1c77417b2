// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/**
 * A flow of a workload before it is requested.
 *
 * @param startNs time of the request, since the start of the workload
 * @param server index of the server that sends it
 * @param service index of the service that it belongs to
 * @param bytes flow size
 */
public record ScheduledFlow(long startNs, int server, int service, long bytes) {
    /** The same flow, later. */
    public ScheduledFlow delayedBy(long nanos) {
        return new ScheduledFlow(startNs + nanos, server, service, bytes);
    }
}
