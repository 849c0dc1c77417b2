// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            rtt_avg_us         | Average RTT                             | Average RTT (µs)                | avg
            fct_small_p99_us   | 99th percentile FCT of small flows      | p99 FCT of small flows (µs)     | small p99
            fct_all_avg_us     | Average FCT                             | Average FCT (µs)                | all avg
            goodput_one_mbit   | Goodput of one                          | Goodput of one (Mbit/s)         | one
            goodput_sum_mbit   | Total goodput                           | Total goodput (Mbit/s)          | sum
            srtt_web_p50_us    | Median smoothed RTT of web              | Median smoothed RTT of web (µs) | web p50
            cpu_softirq_cores  | CPU softirq                             | CPU softirq (cores)             | softirq
            marked_packets     | Marked packets                          | Marked packets                  | packets
            fct_us             | FCT                                     | FCT (µs)                        | ''
            fct_web_us         | FCT of web flows                        | FCT of web flows (µs)           | web
            fct_web_0_us       | FCT of web 0 flows                      | FCT of web 0 flows (µs)         | web 0
            fct_web_0_small_p99_us | 99th percentile FCT of small flows of web 0 | p99 FCT of small flows of web 0 (µs) | web 0 small p99
            fct_web_0_all_avg_us | Average FCT of web 0                  | Average FCT of web 0 (µs)       | web 0 all avg
            watermark_queue_3_bytes | Watermark queue 3                  | Watermark queue 3 (bytes)       | queue 3
            """)
    void titlesAreInWordsOfTheField(String name, String words, String axis, String column) {
        MetricName metricName = MetricName.of(name);
        assertEquals(words, metricName.title());
        assertEquals(axis, metricName.axisTitle());
        assertEquals(column, metricName.column());
    }

    @Test
    void statisticBelongsToItsSamples() {
        assertTrue(MetricName.of("rtt_p99_us").isStatisticOf(MetricName.of("rtt_us")));
        assertTrue(MetricName.of("fct_all_avg_us").isStatisticOf(MetricName.of("fct_us")));
        assertFalse(MetricName.of("fct_small_avg_us").isStatisticOf(MetricName.of("fct_us")));
        assertFalse(MetricName.of("rtt_us").isStatisticOf(MetricName.of("rtt_us")));
    }
}
