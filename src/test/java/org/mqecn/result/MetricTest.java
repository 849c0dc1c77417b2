// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;

class MetricTest {
    @ParameterizedTest
    @CsvSource({
        "goodput_sum_mbit, GOODPUT_SUM, Mbit/s",
        "goodput_web_mbit, GOODPUT_OF_TRAFFIC, Mbit/s",
        "goodput_long_flows_3_mbit, GOODPUT_OF_PART, Mbit/s",
        "rtt_p99_us, RTT_P99, µs",
        "rtt_ping_p99_us, RTT_OF_TRAFFIC_P99, µs",
        "fct_small_avg_us, FCT_AVG, µs",
        "fct_two_words_0_small_avg_us, FCT_OF_SERVICE_AVG, µs",
        "fct_web_12_all_p99_us, FCT_OF_SERVICE_P99, µs",
        "watermark_bytes, WATERMARK, bytes",
        "watermark_queue_7_bytes, WATERMARK_OF_QUEUE, bytes",
        "timeouts, TIMEOUTS, ''",
        "marked_packets, MARKED_PACKETS, ''",
        "rate_p5_percent, FLOW_RATE, %",
        "threshold_bytes, THRESHOLD, bytes",
        "cpu_total_cores, CPU_TOTAL, cores"
    })
    void isFoundByItsNameInRunFiles(String name, Metric metric, String unit) {
        assertEquals(Optional.of(metric), Metric.find(name));
        assertEquals(unit, metric.unit().symbol());
    }

    @Test
    void placeholdersAreFilled() {
        assertEquals("goodput_two_words_mbit", Metric.GOODPUT_OF_TRAFFIC.ofTraffic("two-words"));
        assertEquals("goodput_web_3_mbit", Metric.GOODPUT_OF_PART.ofPart("web", 3));
        assertEquals("fct_small_p99_us", Metric.FCT_P99.ofBin(FlowSizeBin.SMALL));
        assertEquals(
                "fct_two_words_3_small_p99_us", Metric.FCT_OF_SERVICE_P99.ofPart("two-words", 3, FlowSizeBin.SMALL));
        assertEquals("fct_web_3_us", Samples.FCT_OF_SERVICE.ofPart("web", 3));
        assertEquals("rate_p95_percent", Metric.FLOW_RATE.ofNumber(95));
        assertThrows(IllegalStateException.class, Metric.FCT_P99::key);
    }

    @Test
    void unknownNameIsNoMetric() {
        assertEquals(Optional.empty(), Metric.find("rtt_us"));
    }
}
