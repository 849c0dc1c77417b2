// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.util.List;
import org.mqecn.value.Rate;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** How a player chooses the bitrate of the next segment. */
public sealed interface BitrateAdaptation {
    /**
     * The state of a player when it chooses a bitrate.
     *
     * @param bitrates available bitrates, in bit/s, lowest first
     * @param previous index of the previous choice; 0 at first
     * @param bufferLevel nanoseconds of video in the buffer
     * @param capacity size of the buffer, in nanoseconds of video
     * @param throughputs throughput of each segment so far, in bit/s
     */
    record PlayerState(List<Long> bitrates, int previous, long bufferLevel, long capacity, List<Long> throughputs) {
        /** Returns the index of the highest bitrate up to the limit, or of the lowest bitrate if all are above it. */
        private int highestAtMost(double limit) {
            int index = 0;
            while (index + 1 < bitrates.size() && bitrates.get(index + 1) <= limit) {
                index++;
            }
            return index;
        }
    }

    /** Returns the index of the bitrate of the next segment. */
    int choose(PlayerState playerState);

    /** The syntax of {@link #parse}. */
    String keyword();

    /**
     * Parses {@code buffer}, {@code rate} or {@code fixed:1500kbit}.
     *
     * @throws UserError a usage error
     */
    static BitrateAdaptation parse(String text) {
        if (text.startsWith("fixed:")) {
            return new FixedBitrate(Rate.parse(text.substring(6)));
        }
        return switch (text) {
            case "buffer" -> new BufferBased();
            case "rate" -> new RateBased();
            default ->
                throw UserError.usage(
                        "unknown adaptation '" + text + "'",
                        Suggestion.of(text, List.of("buffer", "rate", "fixed:1500kbit")));
        };
    }

    /**
     * By buffer level: BBA-0 of T.-Y. Huang, R. Johari, N. McKeown, M. Trunnell, M. Watson, "A Buffer-Based
     * Approach to Rate Adaptation", SIGCOMM 2014, Algorithm 1. The bitrate is the lowest up to the reservoir; then f(B)
     * rises linearly to the highest. The bitrate stays the same while f(B) is between the neighbouring bitrates.
     *
     * <p>In the paper the reservoir is 90 s of a buffer of 240 s, and the highest bitrate is reached at 90 % of the buffer.
     * The same fractions are used here.
     */
    record BufferBased() implements BitrateAdaptation {
        private static final double RESERVOIR = 90.0 / 240;
        private static final double UPPER_RESERVOIR = 0.9;

        @Override
        public int choose(PlayerState playerState) {
            double reservoir = RESERVOIR * playerState.capacity;
            double full = UPPER_RESERVOIR * playerState.capacity;
            int highest = playerState.bitrates.size() - 1;
            if (playerState.bufferLevel <= reservoir) {
                return 0;
            }
            if (playerState.bufferLevel >= full) {
                return highest;
            }
            long lowest = playerState.bitrates.get(0);
            double f = lowest
                    + (playerState.bitrates.get(highest) - lowest)
                            * (playerState.bufferLevel - reservoir)
                            / (full - reservoir);
            if (f >= playerState.bitrates.get(Math.min(highest, playerState.previous + 1))) {
                return highestBelow(playerState, f);
            }
            return f <= playerState.bitrates.get(Math.max(0, playerState.previous - 1))
                    ? lowestAbove(playerState, f)
                    : playerState.previous;
        }

        /** max {R : R < f} */
        private static int highestBelow(PlayerState playerState, double f) {
            int index = 0;
            while (index + 1 < playerState.bitrates.size() && playerState.bitrates.get(index + 1) < f) {
                index++;
            }
            return index;
        }

        /** min {R : R > f} */
        private static int lowestAbove(PlayerState playerState, double f) {
            int index = playerState.bitrates.size() - 1;
            while (index > 0 && playerState.bitrates.get(index - 1) > f) {
                index--;
            }
            return index;
        }

        @Override
        public String keyword() {
            return "buffer";
        }
    }

    /**
     * By throughput: RB of X. Yin, A. Jindal, V. Sekar, B. Sinopoli, "A Control-Theoretic Approach
     * for Dynamic Adaptive Video Streaming over HTTP", SIGCOMM 2015: the highest bitrate up to the harmonic mean of
     * the throughput of the last five segments. The first segment has the lowest bitrate.
     */
    record RateBased() implements BitrateAdaptation {
        private static final int SEGMENTS = 5;

        @Override
        public int choose(PlayerState playerState) {
            List<Long> all = playerState.throughputs;
            List<Long> last = all.subList(Math.max(0, all.size() - SEGMENTS), all.size());
            return last.isEmpty()
                    ? 0
                    : playerState.highestAtMost(last.size()
                            / last.stream()
                                    .mapToDouble(throughput -> 1.0 / Math.max(1, throughput))
                                    .sum());
        }

        @Override
        public String keyword() {
            return "rate";
        }
    }

    /** No adaptation: always the highest bitrate up to the given rate, or the lowest. */
    record FixedBitrate(Rate rate) implements BitrateAdaptation {
        @Override
        public int choose(PlayerState playerState) {
            return playerState.highestAtMost(rate.bitsPerSecond());
        }

        @Override
        public String keyword() {
            return "fixed:" + rate;
        }
    }
}
