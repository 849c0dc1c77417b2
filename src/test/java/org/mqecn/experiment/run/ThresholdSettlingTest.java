// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.result.QueueRow;

@DisplayName("A threshold settles")
final class ThresholdSettlingTest {
    private final List<QueueRow> rows = new ArrayList<>();

    private ThresholdSettlingTest threshold(long timeUs, long bytes) {
        rows.add(new QueueRow(timeUs, 0, 1538, bytes, null, 0));
        return this;
    }

    private ThresholdSettlingTest joins(long timeUs) {
        rows.add(new QueueRow(timeUs, 1, 1538, null, null, 0));
        return this;
    }

    @Test
    void whenItIsNearWhatItKeepsTo() {
        threshold(0, 128_000)
                .joins(1000)
                .threshold(1100, 90_000)
                .threshold(1300, 66_000)
                .threshold(2000, 64_000);

        assertEquals(Optional.of(new ThresholdSettling(64_000, 300)), ThresholdSettling.of(rows, 4000));
    }

    @Test
    void atOnceWhereItDoesNotChange() {
        assertEquals(
                Optional.of(new ThresholdSettling(32_000, 0)),
                ThresholdSettling.of(threshold(0, 32_000).joins(1000).rows, 4000));
    }

    @Test
    void neverWhereNobodyJoins() {
        assertEquals(Optional.empty(), ThresholdSettling.of(threshold(0, 32_000).rows, 4000));
    }

    @Test
    void neverWhereThereIsNone() {
        assertEquals(Optional.empty(), ThresholdSettling.of(joins(1000).rows, 4000));
    }
}
