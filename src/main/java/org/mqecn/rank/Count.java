// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

/** Packets and bytes that a rule has matched. */
public record Count(long packets, long bytes) {
    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
        return new Count(packets + other.packets, bytes + other.bytes);
    }
}
