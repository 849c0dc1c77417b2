// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.experiment.run.PortWatch.Row;

@DisplayName("A threshold settles")
final class SettlingTest {
    private final List<Row> rows = new ArrayList<>();

    private SettlingTest threshold(long timeUs, long bytes) {
        rows.add(new Row(timeUs, 0, 1538, OptionalLong.of(bytes), OptionalLong.empty(), 0));
        return this;
    }

    private SettlingTest joins(long timeUs) {
        rows.add(new Row(timeUs, 1, 1538, OptionalLong.empty(), OptionalLong.empty(), 0));
        return this;
    }

    @Test
    void whenItIsNearWhatItKeepsTo() {
        threshold(0, 128_000).joins(1000).threshold(1100, 90_000).threshold(1300, 66_000).threshold(2000, 64_000);

        assertEquals(Optional.of(new Settling(64_000, 300)), Settling.of(rows, 4000));
    }

    @Test
    void atOnceWhereItDoesNotChange() {
        assertEquals(Optional.of(new Settling(32_000, 0)), Settling.of(threshold(0, 32_000).joins(1000).rows, 4000));
    }

    @Test
    void neverWhereNobodyJoins() {
        assertEquals(Optional.empty(), Settling.of(threshold(0, 32_000).rows, 4000));
    }

    @Test
    void neverWhereThereIsNone() {
        assertEquals(Optional.empty(), Settling.of(joins(1000).rows, 4000));
    }
}
