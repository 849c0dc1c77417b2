// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.List;
import java.util.stream.IntStream;

/** A step of a pattern. */
public sealed interface PatternStep {
    /** Nothing happens for a while. */
    record Pause(long ns) implements PatternStep {}

    /**
     * Equal packets, all at the same time.
     *
     * @param packet the first packet
     * @param words the packet in the words of {@code frames.c}
     */
    record Burst(int count, PortPacket packet, String words) implements PatternStep {
        /** Sequence numbers of a GSO packet, of which each frame has one. */
        private static final int GSO_SEQS = 64;

        /** The packets in order. */
        public List<PortPacket> packets() {
            int seqs = packet.frames().size() == 1 ? 1 : GSO_SEQS;
            return IntStream.range(0, count)
                    .mapToObj(i -> packet.withSeq(i * seqs))
                    .toList();
        }

        Burst withCount(int other) {
            return new Burst(other, packet, words);
        }
    }

    /** The configuration changes. */
    record Change(String options) implements PatternStep {}

    /** The timer and the counters are read. */
    record Observe() implements PatternStep {}
}
