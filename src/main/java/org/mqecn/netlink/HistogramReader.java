// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mqecn.port.Histogram;
import org.mqecn.port.QueueHistograms;

/** Parses the histograms in the statistics of a queue (DWRR_HISTOGRAM_* in kmod/uapi/dwrr.h). */
final class HistogramReader {
    private static final int TCA_DWRR_STATS_SOJOURN_HISTOGRAM = 27;
    private static final int TCA_DWRR_STATS_OCCUPANCY_HISTOGRAM = 28;
    private static final int DWRR_HISTOGRAM_FIRST = 2;
    private static final int DWRR_HISTOGRAM_COUNTS = 3;
    private static final int DWRR_HISTOGRAM_SUM = 4;
    private static final int DWRR_HISTOGRAM_HIGHEST = 5;
    private static final int DWRR_HISTOGRAM_UNIT_BITS = 6;

    private HistogramReader() {}

    /** Parses the histograms of a class; empty if the port has none. */
    static Optional<QueueHistograms> histograms(NetlinkAttributes statistics) {
        NetlinkAttributes own = ModuleQdiscReader.moduleStatistics(statistics);
        if (own.find(TCA_DWRR_STATS_SOJOURN_HISTOGRAM).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new QueueHistograms(
                histogram(own.nested(TCA_DWRR_STATS_SOJOURN_HISTOGRAM)),
                histogram(own.nested(TCA_DWRR_STATS_OCCUPANCY_HISTOGRAM))));
    }

    private static Histogram histogram(NetlinkAttributes attributes) {
        return new Histogram(
                (int) attributes.required(DWRR_HISTOGRAM_UNIT_BITS, "the unit of a histogram"),
                (int) attributes.required(DWRR_HISTOGRAM_FIRST, "the first bucket of a histogram"),
                attributes
                        .find(DWRR_HISTOGRAM_COUNTS)
                        .map(HistogramReader::numbers)
                        .orElseThrow(() -> NetlinkAttributes.malformed("the buckets of a histogram are missing")),
                attributes.required(DWRR_HISTOGRAM_SUM, "the sum of a histogram"),
                attributes.required(DWRR_HISTOGRAM_HIGHEST, "the highest value of a histogram"));
    }

    private static List<Long> numbers(ByteBuffer values) {
        return IntStream.range(0, values.remaining() / Long.BYTES)
                .mapToObj(i -> values.getLong(values.position() + i * Long.BYTES))
                .toList();
    }
}
