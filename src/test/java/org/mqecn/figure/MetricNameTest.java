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
            rtt_avg_us       | RTT, average                                  | RTT avg, µs                   | avg
            fct_small_p99_us | Completion time, small flows, 99th percentile | completion time small p99, µs | small p99
            goodput_one_mbit | Goodput one                                   | goodput one, Mbit/s           | one
            marked_packets   | Marked packets                                | marked packets                | packets
            fct_us           | Completion time                               | completion time, µs           | ''
            """)
    void namesAreToldInWords(String name, String words, String axis, String column) {
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
