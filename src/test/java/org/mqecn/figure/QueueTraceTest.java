// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mqecn.figure.chart.Series;
import org.mqecn.result.QueueRow;
import org.mqecn.result.RunFile;

class QueueTraceTest {
    private static QueueTrace trace(QueueRow... rows) {
        RunFile run =
                new RunFile.Builder("small").queues("s1:h1", List.of(rows)).build();
        return QueueTrace.of(run, run.queues());
    }

    private static QueueRow row(long time, int queue, long backlog, Long threshold) {
        return new QueueRow(time, queue, backlog, threshold, null, 0);
    }

    @Test
    void valueLastsUntilTheNextRow() {
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
    void emptyQueuesAreLeftOut() {
        QueueTrace queueTrace = trace(row(0, 0, 1024, 2048L), row(0, 1, 0, 2048L), row(200, 0, 0, 2048L));
        assertEquals(
                List.of("Queue 0"),
                queueTrace.queues().stream().map(QueueTrace.QueueSeries::name).toList());
    }

    @Test
    void sharedThresholdIsOneLine() {
        List<String> shared = names(trace(row(0, 0, 1024, 2048L), row(0, 1, 1024, 2048L)));
        assertEquals(List.of("Queue 0", "Queue 1", "Marking threshold K (per queue)"), shared);
        List<String> own = names(trace(row(0, 0, 1024, 2048L), row(0, 1, 1024, 1024L)));
        assertEquals(
                List.of("Queue 0", "Queue 1", "Marking threshold K, queue 0", "Marking threshold K, queue 1"), own);
        assertEquals(List.of("Queue 0"), names(trace(row(0, 0, 1024, null))));
    }

    private static List<String> names(QueueTrace queueTrace) {
        return queueTrace.lines().stream().map(Series::name).toList();
    }

    @Test
    void aFewMillisecondsInTheMiddleAreShown() {
        double[] ms = IntStream.range(0, 100_000).mapToDouble(i -> i).toArray();
        double[] backlog = new double[ms.length];
        Arrays.fill(backlog, 5);
        backlog[77_777] = 99;
        QueueTrace queueTrace =
                QueueTrace.of(ms, List.of(new QueueTrace.QueueSeries("Queue 0", 0, backlog, backlog)), true, 50_000);
        assertEquals(
                41,
                DoubleStream.of(queueTrace.timesMs())
                        .filter(queueTrace.shownRange()::contains)
                        .count());
        assertEquals(5, queueTrace.maximum(queueTrace.shownRange()));
        assertEquals(99, DoubleStream.of(queueTrace.lines().get(0).y()).max().orElseThrow());
        assertEquals(List.of("Queue 0", "Port", "Marking threshold K (port)"), names(queueTrace));
    }
}
