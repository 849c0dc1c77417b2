// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;

@DisplayName("The summary of flows")
class FctSummaryTest {
    private static FlowRecord flow(long bytes, long ns) {
        return new FlowRecord(new ScheduledFlow(0, 0, 0, bytes), 0, 0, ns, 0, 0, true);
    }

    @Test
    @DisplayName("takes KB and MB binary, as the papers' scripts do; a bin begins at its lower end")
    void bins() {
        List<FlowRecord> flows =
                List.of(flow(102_399, 1000), flow(102_400, 3000), flow(10_485_759, 5000), flow(10_485_760, 7000));
        assertEquals(new FctSummary(FlowSizeBin.ALL, 4, 4, 7), FctSummary.of(FlowSizeBin.ALL, flows));
        assertEquals(new FctSummary(FlowSizeBin.SMALL, 1, 1, 1), FctSummary.of(FlowSizeBin.SMALL, flows));
        assertEquals(new FctSummary(FlowSizeBin.MEDIUM, 2, 4, 5), FctSummary.of(FlowSizeBin.MEDIUM, flows));
        assertEquals(new FctSummary(FlowSizeBin.LARGE, 1, 7, 7), FctSummary.of(FlowSizeBin.LARGE, flows));
    }

    @Test
    @DisplayName("has as its 99th percentile the value at 0.99 n of those sorted")
    void percentile() {
        List<FlowRecord> flows = IntStream.range(0, 200)
                .mapToObj(i -> flow(1, (200 - i) * 1000L))
                .toList();
        assertEquals(199, FctSummary.of(FlowSizeBin.ALL, flows).p99Us());
    }

    @Test
    @DisplayName("says nothing of a bin without flows")
    void empty() {
        assertEquals(
                new FctSummary(FlowSizeBin.LARGE, 0, Double.NaN, Double.NaN),
                FctSummary.of(FlowSizeBin.LARGE, List.of(flow(1, 1))));
    }
}
