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
 * What a run came to. Sessions of the warm-up are counted and nothing else.
 *
 * @param sessions how many count
 * @param failed how many of them failed
 * @param warmUp how many came too early to count
 * @param bytes of segments
 */
public record StreamingSummary(int sessions, int failed, int warmUp, long bytes, List<QuantityStatistics> rows) {
    public StreamingSummary {
        rows = List.copyOf(rows);
    }

    /** One quantity over all sessions or all segments. */
    public record QuantityStatistics(
            String quantity,
            QuantityUnit quantityUnit,
            int count,
            double mean,
            double median,
            double percentile95,
            double max) {}

    /** What a quantity is counted in. */
    public enum QuantityUnit {
        NANOSECONDS,
        BITS_PER_SECOND,
        COUNT
    }

    public static StreamingSummary of(List<SessionRecord> all) {
        List<SessionRecord> counted =
                all.stream().filter(session -> !session.warmUp()).toList();
        List<QuantityStatistics> rows = new ArrayList<>();
        rows.add(row(
                "start-up delay",
                QuantityUnit.NANOSECONDS,
                counted.stream()
                        .map(SessionRecord::startUpDelay)
                        .filter(OptionalLong::isPresent)
                        .mapToLong(OptionalLong::getAsLong)));
        rows.add(row("stalls", QuantityUnit.COUNT, valuesOf(counted, session ->
                (long) session.stalls().size())));
        rows.add(row("stalled", QuantityUnit.NANOSECONDS, valuesOf(counted, SessionRecord::stallTime)));
        rows.add(row("mean bitrate", QuantityUnit.BITS_PER_SECOND, valuesOf(counted, SessionRecord::meanBitrate)));
        rows.add(row("switches", QuantityUnit.COUNT, valuesOf(counted, session -> (long) session.bitrateSwitches())));
        rows.add(row(
                "segment: to first byte",
                QuantityUnit.NANOSECONDS,
                transfers(counted).mapToLong(transfer -> transfer.firstByteTime() - transfer.requestTime())));
        rows.add(row(
                "segment: to last byte",
                QuantityUnit.NANOSECONDS,
                transfers(counted).mapToLong(transfer -> transfer.completionTime() - transfer.requestTime())));
        rows.add(row(
                "segment: throughput",
                QuantityUnit.BITS_PER_SECOND,
                transfers(counted).mapToLong(HttpTransfer::throughput)));
        int failed = (int) counted.stream()
                .filter(session -> session.failure().isPresent())
                .count();
        return new StreamingSummary(
                counted.size(),
                failed,
                all.size() - counted.size(),
                counted.stream().mapToLong(SessionRecord::bytes).sum(),
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
