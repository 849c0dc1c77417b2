// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;

@DisplayName("The FCT summary")
class FctSummaryTest {
    private static FlowRecord flow(long bytes, long ns) {
        return new FlowRecord(new ScheduledFlow(0, 0, 0, bytes), 0, 0, ns, 0, 0, true);
    }

    @Test
    @DisplayName("has bins in KiB and MiB, as the papers' scripts do; a bin includes its lower bound")
    void bins() {
        List<FlowRecord> flows =
                List.of(flow(102_399, 1000), flow(102_400, 3000), flow(10_485_759, 5000), flow(10_485_760, 7000));
        assertSummary(FlowSizeBin.ALL, flows, 4, 4);
        assertSummary(FlowSizeBin.SMALL, flows, 1, 1);
        assertSummary(FlowSizeBin.MEDIUM, flows, 2, 4);
        assertSummary(FlowSizeBin.LARGE, flows, 1, 7);
    }

    private static void assertSummary(FlowSizeBin bin, List<FlowRecord> flows, int count, double meanUs) {
        FctSummary summary = FctSummary.of(bin, flows);
        assertEquals(count, summary.flows());
        assertEquals(meanUs, summary.meanUs(), 1e-9);
    }

    @Test
    @DisplayName("interpolates the 99th percentile between the two nearest of the sorted values")
    void percentile() {
        List<FlowRecord> flows = IntStream.range(0, 200)
                .mapToObj(i -> flow(1, (200 - i) * 1000L))
                .toList();
        assertEquals(198.01, FctSummary.of(FlowSizeBin.ALL, flows).p99Us(), 1e-9);
    }

    @Test
    @DisplayName("is NaN for a bin without flows")
    void empty() {
        assertEquals(
                new FctSummary(FlowSizeBin.LARGE, 0, Double.NaN, Double.NaN),
                FctSummary.of(FlowSizeBin.LARGE, List.of(flow(1, 1))));
    }
}
