// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a run came to. Sessions of the warm-up are counted and nothing else.
 *
 * @param sessions how many count
 * @param failed how many of them failed
 * @param warmUp how many came too early to count
 * @param bytes of segments
 */
public record Summary(int sessions, int failed, int warmUp, long bytes, List<Row> rows) {
    public Summary {
        rows = List.copyOf(rows);
    }

    /** One quantity over all sessions, or all segments: quantiles are values that occurred (nearest rank). */
    public record Row(String quantity, Unit unit, int count, double mean, long median, long percentile95, long most) {}

    /** What a quantity is counted in. */
    public enum Unit { NANOSECONDS, BITS_PER_SECOND, COUNT }

    public static Summary of(List<SessionRecord> all) {
        List<SessionRecord> counted = all.stream().filter(session -> !session.warmUp()).toList();
        List<Row> rows = new ArrayList<>();
        rows.add(row("start-up delay", Unit.NANOSECONDS, counted.stream().map(SessionRecord::startUpDelay)
                .filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong)));
        rows.add(row("stalls", Unit.COUNT, each(counted, session -> (long) session.stalls().size())));
        rows.add(row("stalled", Unit.NANOSECONDS, each(counted, SessionRecord::stalled)));
        rows.add(row("mean bitrate", Unit.BITS_PER_SECOND, each(counted, SessionRecord::meanBitrate)));
        rows.add(row("switches", Unit.COUNT, each(counted, session -> (long) session.switches())));
        rows.add(row("segment: to first byte", Unit.NANOSECONDS, transfers(counted)
                .mapToLong(transfer -> transfer.firstByte() - transfer.requested())));
        rows.add(row("segment: to last byte", Unit.NANOSECONDS, transfers(counted)
                .mapToLong(transfer -> transfer.complete() - transfer.requested())));
        rows.add(row("segment: throughput", Unit.BITS_PER_SECOND, transfers(counted).mapToLong(Transfer::throughput)));
        int failed = (int) counted.stream().filter(session -> session.failure().isPresent()).count();
        return new Summary(counted.size(), failed, all.size() - counted.size(),
                counted.stream().mapToLong(SessionRecord::bytes).sum(), rows);
    }

    private static LongStream each(List<SessionRecord> sessions, Function<SessionRecord, Long> quantity) {
        return sessions.stream().filter(session -> session.playing().isPresent()).mapToLong(quantity::apply);
    }

    private static Stream<Transfer> transfers(List<SessionRecord> sessions) {
        return sessions.stream().flatMap(session -> session.segments().stream()).map(SessionRecord.Segment::transfer);
    }

    private static Row row(String quantity, Unit unit, LongStream values) {
        long[] sorted = values.sorted().toArray();
        return new Row(quantity, unit, sorted.length, Arrays.stream(sorted).average().orElse(0), rank(sorted, 50),
                rank(sorted, 95), rank(sorted, 100));
    }

    private static long rank(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }
}
