// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.model;

/** A packet that left the qdisc. */
public record ObservedDeparture(int flow, int seq, boolean ce, long at) {
    boolean isSamePacket(ObservedDeparture other) {
        return flow == other.flow && seq == other.seq && ce == other.ce;
    }

    @Override
    public String toString() {
        return "packet %d of %d%s at %d".formatted(seq, flow, ce ? " with CE" : "", at);
    }
}
