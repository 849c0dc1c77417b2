// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rtt_avg_us       | RTT, average                                  | RTT avg, µs                   | avg
            fct_small_p99_us | Completion time, small flows, 99th percentile | completion time small p99, µs | small p99
            goodput_one_mbit | Goodput one                                   | goodput one, Mbit/s           | one
            marked_packets   | Marked packets                                | marked packets                | packets
            fct_us           | Completion time                               | completion time, µs           | ''
            """)
    void namesAreToldInWords(String name, String words, String axis, String column) {
        Metric metric = Metric.of(name);
        assertEquals(words, metric.words());
        assertEquals(axis, metric.axis());
        assertEquals(column, metric.column());
    }

    @Test
    void statisticBelongsToItsSamples() {
        assertTrue(Metric.of("rtt_p99_us").isTakenOf(Metric.of("rtt_us")));
        assertTrue(Metric.of("fct_all_avg_us").isTakenOf(Metric.of("fct_us")));
        assertFalse(Metric.of("fct_small_avg_us").isTakenOf(Metric.of("fct_us")));
        assertFalse(Metric.of("rtt_us").isTakenOf(Metric.of("rtt_us")));
    }
}
