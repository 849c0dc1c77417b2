// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

/** Packets and bytes that a rule matched. */
public record RuleCounter(long packets, long bytes) {
    static final RuleCounter ZERO = new RuleCounter(0, 0);

    RuleCounter plus(RuleCounter other) {
        return new RuleCounter(packets + other.packets, bytes + other.bytes);
    }
}
