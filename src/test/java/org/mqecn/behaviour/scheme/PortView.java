// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

/**
 * What a scheme sees of the configuration of its port.
 *
 * @param rate in bytes per second
 * @param sharedBuffer in bytes
 * @param queues how many there are
 * @param fullFrame wire length of a frame of the device's MTU
 * @param marksAtDequeue where marking schemes that can do both decide
 */
public record PortView(long rate, long sharedBuffer, int queues, int fullFrame, boolean marksAtDequeue) {}
