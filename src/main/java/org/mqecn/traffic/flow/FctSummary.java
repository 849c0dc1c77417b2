// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.DoubleStream;
import org.mqecn.statistics.Percentiles;

/**
 * Flow completion times (FCT) by flow size, in the bins of the evaluations of MQ-ECN and TCN.
 *
 * @param flows number of flows
 * @param meanUs mean FCT
 * @param p99Us 99th percentile of the FCT
 */
public record FctSummary(FlowSizeBin flowSizeBin, int flows, double meanUs, double p99Us) {
    private static final long SMALL = 100 << 10;
    private static final long LARGE = 10 << 20;
    private static final double NS_PER_US = 1e3;

    /** A range of flow sizes. */
    public enum FlowSizeBin {
        ALL("all", bytes -> true),
        SMALL("< 100 KiB", bytes -> bytes < FctSummary.SMALL),
        MEDIUM("100 KiB to 10 MiB", bytes -> bytes >= FctSummary.SMALL && bytes < FctSummary.LARGE),
        LARGE("≥ 10 MiB", bytes -> bytes >= FctSummary.LARGE);

        private final String label;
        private final LongPredicate sizes;

        FlowSizeBin(String label, LongPredicate sizes) {
            this.label = label;
            this.sizes = sizes;
        }

        public String label() {
            return label;
        }

        public boolean contains(long bytes) {
            return sizes.test(bytes);
        }
    }

    /** Summarizes the flows of a bin. Mean and percentile are NaN if there are none. */
    public static FctSummary of(FlowSizeBin flowSizeBin, List<FlowRecord> flows) {
        double[] times = flows.stream()
                .filter(record -> flowSizeBin.contains(record.flow().bytes()))
                .mapToDouble(record -> record.fctNs() / NS_PER_US)
                .toArray();
        if (times.length == 0) {
            return new FctSummary(flowSizeBin, 0, Double.NaN, Double.NaN);
        }
        return new FctSummary(
                flowSizeBin,
                times.length,
                DoubleStream.of(times).average().orElseThrow(),
                Percentiles.of(times).at(99));
    }
}
