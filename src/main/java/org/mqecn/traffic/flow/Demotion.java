// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/**
 * A flow begins with another code point than it goes on with: what PIAS (NSDI 2015) has the sending host do, so that
 * short flows, whose sizes nobody knows, get all the way through with priority.
 *
 * @param dscp that the flow begins with
 * @param bytes that it has this code point for; 0 for none
 */
public record Demotion(int dscp, long bytes) {
    /** A flow has one code point from beginning to end. */
    public static final Demotion NONE = new Demotion(0, 0);
}
