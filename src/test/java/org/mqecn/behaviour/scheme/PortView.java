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
 * @param otherPorts what the other ports of its pool hold, in bytes
 */
public record PortView(
        long rate, long sharedBuffer, int queues, int fullFrame, boolean marksAtDequeue, long otherPorts) {
    /** A port that is alone in its pool. */
    public PortView(long rate, long sharedBuffer, int queues, int fullFrame, boolean marksAtDequeue) {
        this(rate, sharedBuffer, queues, fullFrame, marksAtDequeue, 0);
    }
}
