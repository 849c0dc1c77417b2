// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.value.UserError;

class FigureWidthTest {
    @Test
    void inchesAndMillimetresAreRead() {
        assertEquals(237.6, FigureWidth.parse("3.3in").points(), 1e-9);
        assertEquals(238.11, FigureWidth.parse("84mm").points(), 0.01);
        assertEquals(238.11, FigureWidth.parse("8.4cm").points(), 0.01);
        assertEquals(240, FigureWidth.parse("240pt").points(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "84", "mm", "-84mm", "84px", "1mm", "9999mm"})
    void otherTextsAreRefused(String text) {
        assertThrows(UserError.class, () -> FigureWidth.parse(text));
    }
}
