// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.figure.chart.Series;
import org.mqecn.result.FlowRow;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.Percentiles;
import org.mqecn.traffic.flow.FctSummary;
import org.mqecn.traffic.flow.FlowRecord;
import org.mqecn.traffic.flow.ScheduledFlow;

@DisplayName("A CDF and its table")
class PercentileAgreementTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 99, 100, 101, 250, 1000})
    @DisplayName("have the same p99")
    void sameP99(int flows) {
        long[] fct = IntStream.range(0, flows).mapToLong(i -> 1000L * i * i + 7).toArray();
        double table = FctSummary.of(
                        FctSummary.FlowSizeBin.SMALL,
                        IntStream.range(0, flows)
                                .mapToObj(
                                        i -> new FlowRecord(new ScheduledFlow(0, 0, 0, 1000), 0, 0, fct[i], 0, 0, true))
                                .toList())
                .p99Us();
        RunFile run = new RunFile.Builder("small")
                .flows(IntStream.range(0, flows)
                        .mapToObj(i -> new FlowRow(0, fct[i], 1000, "web", 0, 0, 0, 0, true))
                        .toList())
                .build();
        Percentiles samples = RunSamples.of(List.of(run), "fct_small_us");
        assertEquals(table, samples.at(99), 1e-9);
        assertEquals(
                table,
                valueAt(
                        0.99,
                        CdfPanels.create("", MetricName.of("fct"), Map.of("web", samples))
                                .series()
                                .get(0)),
                1e-9);
    }

    private static double valueAt(double share, Series line) {
        return IntStream.range(0, line.y().length)
                .filter(i -> line.y()[i] == share)
                .mapToDouble(i -> line.x()[i])
                .findFirst()
                .orElseThrow();
    }
}
