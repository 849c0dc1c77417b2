// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * Completion times of flows by size, in the bins that the evaluations of MQ-ECN and TCN have.
 *
 * @param flows how many
 * @param meanUs mean completion time
 * @param p99Us its 99th percentile: of n sorted values the one at 0.99 n, rounded down
 */
public record Summary(Bin bin, int flows, double meanUs, double p99Us) {
    private static final long SMALL = 100 << 10;
    private static final long LARGE = 10 << 20;
    private static final double US = 1e3;

    /** Which flows. */
    public enum Bin {
        ALL("all", bytes -> true),
        SMALL("< 100 KB", bytes -> bytes < Summary.SMALL),
        MEDIUM("100 KB to 10 MB", bytes -> bytes >= Summary.SMALL && bytes < Summary.LARGE),
        LARGE(">= 10 MB", bytes -> bytes >= Summary.LARGE);

        private final String label;
        private final LongPredicate sizes;

        Bin(String label, LongPredicate sizes) {
            this.label = label;
            this.sizes = sizes;
        }

        public String label() {
            return label;
        }

        /** Whether a flow of this size is in it. */
        public boolean holds(long bytes) {
            return sizes.test(bytes);
        }
    }

    /** Of the flows in a bin; mean and percentile are not numbers where there are none. */
    public static Summary of(Bin bin, List<FlowRecord> flows) {
        long[] times = flows.stream().filter(record -> bin.holds(record.flow().bytes()))
                .mapToLong(FlowRecord::completionNs).sorted().toArray();
        if (times.length == 0) {
            return new Summary(bin, 0, Double.NaN, Double.NaN);
        }
        double sum = 0;
        for (long time : times) {
            sum += time;
        }
        return new Summary(bin, times.length, sum / times.length / US, times[times.length * 99 / 100] / US);
    }
}
