// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RttTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "99, 98", "100, 99", "101, 99", "200, 198", "1000, 990"})
    void p99IsTheFloorOf99PercentOfTheSortedValues(int count, double expected) {
        double[] descending = IntStream.range(0, count).mapToDouble(i -> count - 1 - i).toArray();
        assertEquals(expected, Rtt.of(descending).p99Us());
    }

    @Test
    void averageIsOfAllValuesAndOrderIsKept() {
        Rtt rtt = Rtt.of(Rtt.of(300, 100), Rtt.of(500));
        assertEquals(300, rtt.avgUs());
        assertArrayEquals(new double[] {300, 100, 500}, rtt.samplesUs());
    }

    @Test
    void noValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Rtt.of(new double[0]));
    }
}
