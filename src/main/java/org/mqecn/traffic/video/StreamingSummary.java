// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.mqecn.statistics.Percentiles;

/**
 * Summary of the sessions of a run. Sessions that started during the warm-up are excluded.
 *
 * @param sessions number of sessions after the warm-up
 * @param failed number of them that failed
 * @param warmUp number of sessions that started during the warm-up
 * @param bytes total size of the segments
 */
public record StreamingSummary(int sessions, int failed, int warmUp, long bytes, List<QuantityStatistics> rows) {
    public StreamingSummary {
        rows = List.copyOf(rows);
    }

    /** Statistics of one quantity over all sessions or segments. */
    public record QuantityStatistics(
            String quantity,
            QuantityUnit quantityUnit,
            int count,
            double mean,
            double median,
            double percentile95,
            double max) {
        /** {@code start_up_delay}; without the unit. */
        public String jsonName() {
            return quantity.replaceAll("[^a-z]+", "_");
        }
    }

    /** Unit of a quantity. */
    public enum QuantityUnit {
        NANOSECONDS,
        BITS_PER_SECOND,
        COUNT
    }

    public static StreamingSummary of(List<SessionRecord> all) {
        List<SessionRecord> measured =
                all.stream().filter(session -> !session.warmUp()).toList();
        List<QuantityStatistics> rows = new ArrayList<>();
        rows.add(row(
                "start-up delay",
                QuantityUnit.NANOSECONDS,
                measured.stream()
                        .map(SessionRecord::startUpDelay)
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)));
        rows.add(row("stalls", QuantityUnit.COUNT, valuesOf(measured, session ->
                (long) session.stalls().size())));
        rows.add(row("stall time", QuantityUnit.NANOSECONDS, valuesOf(measured, SessionRecord::stallTime)));
        rows.add(row("mean bitrate", QuantityUnit.BITS_PER_SECOND, valuesOf(measured, SessionRecord::meanBitrate)));
        rows.add(row("bitrate switches", QuantityUnit.COUNT, valuesOf(measured, session ->
                (long) session.bitrateSwitches())));
        rows.add(row(
                "segment: time to first byte",
                QuantityUnit.NANOSECONDS,
                transfers(measured).mapToLong(transfer -> transfer.firstByteTime() - transfer.requestTime())));
        rows.add(row(
                "segment: download time",
                QuantityUnit.NANOSECONDS,
                transfers(measured).mapToLong(transfer -> transfer.completionTime() - transfer.requestTime())));
        rows.add(row(
                "segment: throughput",
                QuantityUnit.BITS_PER_SECOND,
                transfers(measured).mapToLong(HttpTransfer::throughput)));
        int failed = (int) measured.stream()
                .filter(session -> session.failure().isPresent())
                .count();
        return new StreamingSummary(
                measured.size(),
                failed,
                all.size() - measured.size(),
                measured.stream().mapToLong(SessionRecord::bytes).sum(),
                rows);
    }

    private static LongStream valuesOf(List<SessionRecord> sessions, Function<SessionRecord, Long> quantity) {
        return sessions.stream()
                .filter(session -> session.playbackStart().isPresent())
                .mapToLong(quantity::apply);
    }

    private static Stream<HttpTransfer> transfers(List<SessionRecord> sessions) {
        return sessions.stream()
                .flatMap(session -> session.segments().stream())
                .map(SessionRecord.SegmentRecord::transfer);
    }

    private static QuantityStatistics row(String quantity, QuantityUnit quantityUnit, LongStream values) {
        double[] samples = values.asDoubleStream().toArray();
        Percentiles percentiles = Percentiles.of(samples);
        return samples.length == 0
                ? new QuantityStatistics(quantity, quantityUnit, 0, 0, 0, 0, 0)
                : new QuantityStatistics(
                        quantity,
                        quantityUnit,
                        samples.length,
                        Arrays.stream(samples).average().orElseThrow(),
                        percentiles.median(),
                        percentiles.at(95),
                        percentiles.at(100));
    }
}
