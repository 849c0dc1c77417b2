// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An executable model of a scheme in one queue, written from its paper. All times are in ns, lengths are wire lengths. */
abstract class QueueModel {
    enum Verdict {
        PASS,
        MARK,
        DROP
    }

    /** Begins a queue without a past. */
    interface Factory {
        /**
         * @param parameters their values, in the order of the C file
         * @param rate of the port, in bytes per second
         */
        QueueModel start(long[] parameters, long rate, RandomNumbers randomNumbers);
    }

    /** The numbers that {@code kmod/model/kernel.h} has in place of the kernel's. */
    static final class RandomNumbers {
        private long state;

        RandomNumbers(long seed) {
            state = seed;
        }

        long next64() {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return state;
        }

        long next32() {
            return next64() >>> 32;
        }
    }

    /** A packet arrives. The backlogs of queue and port include it. */
    Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        return Verdict.PASS;
    }

    /** A packet departs, which arrived a sojourn time ago. The backlogs exclude it. */
    Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        return Verdict.PASS;
    }

    /** The timer of the controller expires. */
    void period(long now, long queueBytes, long portBytes) {}

    /** Quanta, in bytes: of the queue, of all queues of its priority, and of those that have packets. */
    void quanta(long quantum, long levelQuanta, long activeQuanta) {}

    /** The statistics, in the order of the C file. */
    long[] statistics() {
        return new long[0];
    }

    static SchemeComparison.SchemeModel of(Factory factory) {
        return (folder, steps) -> run(factory, folder, steps);
    }

    private static List<String> run(Factory factory, Path folder, String steps) {
        List<String> lines = new ArrayList<>();
        RandomNumbers randomNumbers = new RandomNumbers(1);
        QueueModel model = null;
        long rate = 0;
        long[] quanta = {};
        for (String step : steps.split("\n")) {
            String[] words = step.split(" ");
            long[] n = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            switch (words[0]) {
                case "rate" -> rate = n[0];
                case "quanta" -> quanta = n;
                case "start" -> {
                    model = factory.start(n, rate, randomNumbers);
                    model.quanta(quanta[0], quanta[1], quanta[2]);
                }
                case "period" -> {
                    model.quanta(quanta[0], quanta[1], quanta[2]);
                    model.period(n[0], n[1], n[2]);
                }
                case "arrive" -> lines.add(verdict(model.arrive(n[0], n[1], n[2], (int) n[3], n[4] == 1)));
                default -> lines.add(verdict(model.depart(n[0], n[1], n[2], n[3], (int) n[4])));
            }
        }
        lines.add(Arrays.stream(model.statistics()).mapToObj(Long::toString).collect(Collectors.joining(" ")));
        return lines;
    }

    private static String verdict(Verdict verdict) {
        return Integer.toString(verdict.ordinal());
    }
}
