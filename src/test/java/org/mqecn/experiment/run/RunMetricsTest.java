// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.experiment.run.RunMeasurements.MeasuredFlow;
import org.mqecn.topology.UnloadedPath;
import org.mqecn.traffic.flow.FlowRecord;
import org.mqecn.traffic.flow.ScheduledFlow;
import org.mqecn.value.Rate;

@DisplayName("Flow completion times")
final class RunMetricsTest {
    private static final UnloadedPath PATH = new UnloadedPath(Duration.ofNanos(100_000), Rate.parse("1gbit"), 1500);

    private static MeasuredFlow flow(String traffic, int service, long bytes, long fctUs) {
        return new MeasuredFlow(
                traffic,
                new FlowRecord(new ScheduledFlow(0, 0, service, bytes), service, 0, fctUs * 1000, 0, 0, true),
                Optional.of(PATH));
    }

    @Test
    void areGivenForEachServiceIfThereAreSeveral() {
        RunMeasurements measurements = new RunMeasurements(Map.of());
        measurements.addServices("web-search", 2);
        measurements.addServices("bulk", 1);
        measurements.addFlow(flow("web-search", 0, 1000, 100));
        measurements.addFlow(flow("web-search", 0, 1000, 300));
        measurements.addFlow(flow("web-search", 1, 1000, 1000));
        measurements.addFlow(flow("web-search", 1, 20_000_000, 9000));
        measurements.addFlow(flow("bulk", 0, 1000, 600));
        RunMetrics.addCompletionTimes(measurements);
        Map<String, Double> metrics = measurements.metrics();

        assertEquals(5, metrics.get("flows_measured"));
        assertEquals(500, metrics.get("fct_small_avg_us"));
        assertEquals(200, metrics.get("fct_web_search_0_small_avg_us"));
        assertEquals(298, metrics.get("fct_web_search_0_all_p99_us"), 1e-9);
        assertEquals(5000, metrics.get("fct_web_search_1_all_avg_us"));
        assertEquals(9000, metrics.get("fct_web_search_1_large_avg_us"));
        // A packet of 1000 bytes takes 100 + 8.72 µs, flows of it took 100, 300, 600, 1000 µs.
        assertEquals(500 / 108.72, metrics.get("slowdown_small_avg"), 1e-9);
        assertEquals(450 / 108.72, metrics.get("slowdown_small_p50"), 1e-9);
        assertTrue(!metrics.containsKey("fct_web_search_0_large_avg_us"), metrics.toString());
        assertTrue(metrics.keySet().stream().noneMatch(name -> name.startsWith("fct_bulk")), metrics.toString());
    }

    @Test
    @DisplayName("come with Jain's index of the parts of each traffic")
    void fairness() {
        RunMeasurements measurements = new RunMeasurements(Map.of());
        measurements.addGoodput("one", 0, 400);
        measurements.addGoodput("one", 1, 400);
        measurements.addGoodput("two-flows", 0, 900);
        measurements.addGoodput("two-flows", 1, 0);
        measurements.addGoodput("idle", 0, 0);
        RunMetrics.addFairness(measurements);

        assertEquals(1, measurements.metrics().get("jain_one"));
        assertEquals(0.5, measurements.metrics().get("jain_two_flows"));
        assertTrue(!measurements.metrics().containsKey("jain_idle"));
    }
}
