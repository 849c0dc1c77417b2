// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.util.List;
import org.mqecn.port.Rate;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;

/** How a player chooses the bitrate of the next segment. */
public sealed interface Adaptation {
    /**
     * What a player knows when it chooses.
     *
     * @param bitrates those that there are, in bit/s, lowest first
     * @param previous index of the last one chosen; 0 at first
     * @param buffered nanoseconds of video in the buffer
     * @param capacity what the buffer can hold, in nanoseconds
     * @param throughputs of the segments so far, in bit/s
     */
    record View(List<Long> bitrates, int previous, long buffered, long capacity, List<Long> throughputs) {
        /** Index of the highest bitrate that is at most this; of the lowest where none is. */
        private int atMost(double limit) {
            int index = 0;
            while (index + 1 < bitrates.size() && bitrates.get(index + 1) <= limit) {
                index++;
            }
            return index;
        }
    }

    /** Index of the bitrate of the next segment. */
    int choose(View view);

    /** The word and what follows it, as in {@link #parse}. */
    String word();

    /**
     * Reads {@code buffer}, {@code rate} or {@code fixed:1500kbit}.
     *
     * @throws UserError a usage error
     */
    static Adaptation parse(String text) {
        if (text.startsWith("fixed:")) {
            return new Fixed(Rate.parse(text.substring(6)));
        }
        return switch (text) {
            case "buffer" -> new BufferBased();
            case "rate" -> new RateBased();
            default -> throw UserError.usage("unknown adaptation '" + text + "'",
                    Suggestion.among(text, List.of("buffer", "rate", "fixed:1500kbit")));
        };
    }

    /**
     * By the buffer alone: BBA-0 of T.-Y. Huang, R. Johari, N. McKeown, M. Trunnell, M. Watson, "A Buffer-Based
     * Approach to Rate Adaptation", SIGCOMM 2014, Algorithm 1. Up to the reservoir the bitrate is the lowest; then f(B)
     * rises in a straight line to the highest. The bitrate stays as long as f(B) is between its neighbours.
     *
     * <p>There, the reservoir is 90 s of a buffer of 240 s, and the highest bitrate is reached at 90 % of it. These
     * fractions are taken of what the buffer can hold.
     */
    record BufferBased() implements Adaptation {
        private static final double RESERVOIR = 90.0 / 240;
        private static final double FULL = 0.9;

        @Override
        public int choose(View view) {
            double reservoir = RESERVOIR * view.capacity;
            double full = FULL * view.capacity;
            int highest = view.bitrates.size() - 1;
            if (view.buffered <= reservoir) {
                return 0;
            }
            if (view.buffered >= full) {
                return highest;
            }
            long least = view.bitrates.get(0);
            double f = least + (view.bitrates.get(highest) - least) * (view.buffered - reservoir) / (full - reservoir);
            if (f >= view.bitrates.get(Math.min(highest, view.previous + 1))) {
                return below(view, f);
            }
            return f <= view.bitrates.get(Math.max(0, view.previous - 1)) ? above(view, f) : view.previous;
        }

        /** max {R : R < f} */
        private static int below(View view, double f) {
            int index = 0;
            while (index + 1 < view.bitrates.size() && view.bitrates.get(index + 1) < f) {
                index++;
            }
            return index;
        }

        /** min {R : R > f} */
        private static int above(View view, double f) {
            int index = view.bitrates.size() - 1;
            while (index > 0 && view.bitrates.get(index - 1) > f) {
                index--;
            }
            return index;
        }

        @Override
        public String word() {
            return "buffer";
        }
    }

    /**
     * By the throughput alone: the rule "RB" of X. Yin, A. Jindal, V. Sekar, B. Sinopoli, "A Control-Theoretic Approach
     * for Dynamic Adaptive Video Streaming over HTTP", SIGCOMM 2015: the highest bitrate that is not above the harmonic
     * mean of the throughputs of the last five segments. The first segment is of the lowest.
     */
    record RateBased() implements Adaptation {
        private static final int SEGMENTS = 5;

        @Override
        public int choose(View view) {
            List<Long> all = view.throughputs;
            List<Long> last = all.subList(Math.max(0, all.size() - SEGMENTS), all.size());
            return last.isEmpty() ? 0
                    : view.atMost(last.size() / last.stream().mapToDouble(each -> 1.0 / Math.max(1, each)).sum());
        }

        @Override
        public String word() {
            return "rate";
        }
    }

    /** None: always the highest bitrate that is at most this, or the lowest. */
    record Fixed(Rate rate) implements Adaptation {
        @Override
        public int choose(View view) {
            return view.atMost(rate.bitsPerSecond());
        }

        @Override
        public String word() {
            return "fixed:" + rate;
        }
    }
}
