// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/**
 * One flow to come.
 *
 * @param startNs when it is asked for, from the beginning of the workload
 * @param server number of the server that sends it
 * @param service number of the service that it belongs to
 * @param bytes its size
 */
public record ScheduledFlow(long startNs, int server, int service, long bytes) {}
