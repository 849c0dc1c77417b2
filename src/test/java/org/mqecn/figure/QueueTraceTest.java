// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mqecn.result.QueueRow;
import org.mqecn.result.RunFile;

class QueueTraceTest {
    private static QueueTrace trace(QueueRow... rows) {
        return QueueTrace.of(
                new RunFile.Builder("small").queues("s1:h1", List.of(rows)).build());
    }

    private static QueueRow row(long time, int queue, long backlog, Long threshold) {
        return new QueueRow(time, queue, backlog, threshold, null, 0);
    }

    @Test
    void valueHoldsUntilTheNextRow() {
        QueueTrace queueTrace = trace(
                row(0, 0, 1024, 2048L),
                row(200, 0, 2048, 2048L),
                row(400, 0, 0, 2048L),
                row(600, 1, 1024, 2048L),
                row(2000, 0, 3072, 2048L));
        assertArrayEquals(new double[] {0, 0.2, 0.4, 0.6, 1.8, 2}, queueTrace.timesMs());
        assertArrayEquals(
                new double[] {1, 2, 0, 0, 0, 3}, queueTrace.queues().get(0).backlog());
        assertArrayEquals(
                new double[] {Double.NaN, Double.NaN, Double.NaN, 1, 1, 1},
                queueTrace.queues().get(1).backlog());
    }

    @Test
    void queuesThatHeldNothingAreLeftOut() {
        QueueTrace queueTrace = trace(row(0, 0, 1024, 2048L), row(0, 1, 0, 2048L), row(200, 0, 0, 2048L));
        assertEquals(
                List.of("queue 0"),
                queueTrace.queues().stream().map(QueueTrace.QueueSeries::name).toList());
    }

    @Test
    void thresholdThatAllQueuesShareIsOneLine() {
        List<String> shared = names(trace(row(0, 0, 1024, 2048L), row(0, 1, 1024, 2048L)));
        assertEquals(List.of("queue 1", "queue 0", "K of a queue"), shared);
        List<String> own = names(trace(row(0, 0, 1024, 2048L), row(0, 1, 1024, 1024L)));
        assertEquals(List.of("queue 1", "queue 0", "K of queue 0", "K of queue 1"), own);
        assertEquals(List.of("queue 0"), names(trace(row(0, 0, 1024, null))));
    }

    private static List<String> names(QueueTrace queueTrace) {
        return queueTrace.lines().stream().map(Series::name).toList();
    }

    @Test
    void longTraceKeepsItsPeaks() {
        int instants = 100_000;
        double[] ms = IntStream.range(0, instants).mapToDouble(i -> i).toArray();
        double[] backlog = new double[instants];
        Arrays.fill(backlog, 5);
        backlog[77_777] = 99;
        backlog[33_333] = 0;
        QueueTrace queueTrace =
                QueueTrace.of(ms, List.of(new QueueTrace.QueueSeries("queue 0", 0, backlog, backlog)), true, 50_000);
        assertTrue(queueTrace.timesMs().length <= 20_100, () -> queueTrace.timesMs().length + " instants");
        assertEquals(10, queueTrace.samplesPerBucket());
        assertEquals(
                41,
                DoubleStream.of(queueTrace.timesMs())
                        .filter(queueTrace.initialRange()::contains)
                        .count(),
                "what is shown first");
        double[] kept = queueTrace.queues().get(0).backlog();
        assertEquals(99, DoubleStream.of(kept).max().orElseThrow());
        assertEquals(0, DoubleStream.of(kept).min().orElseThrow());
        assertEquals(List.of("port", "queue 0", "K of the port"), names(queueTrace));
    }
}
