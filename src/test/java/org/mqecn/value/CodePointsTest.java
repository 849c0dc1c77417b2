// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CodePointsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ef,44|44,46",
                "af41-af43|34-38",
                "46|46",
                "63,0-2,cs1|0-2,8,63",
                "0-63|0-63",
                "5,5,5-5|5",
                "none|none",
                "NONE|none"
            })
    void takesListsAndRanges(String text, String canonical) {
        long set = CodePoints.DSCP.parse("dscp", text);
        assertEquals(canonical, CodePoints.DSCP.format(set));
        assertEquals(set, CodePoints.DSCP.parse("dscp", canonical));
        assertTrue(Pattern.compile(CodePoints.DSCP.pattern()).matcher(text).matches());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "64|dscp 64 is out of range",
                "ef,|unknown dscp ''",
                "ef,,cs1|unknown dscp ''",
                "1-|unknown dscp ''",
                "-1|unknown dscp ''",
                "ef-cs1|dscp ef-cs1 is an empty range: 46 is above 8",
                "1-2-3|unknown dscp '2-3'",
                "af44|unknown dscp 'af44'"
            })
    void refusesOthers(String text, String message) {
        assertEquals(
                message,
                assertThrows(UserError.class, () -> CodePoints.DSCP.parse("dscp", text))
                        .getMessage());
    }

    @Test
    void pcpsGoFrom0To7() {
        assertEquals(0b1110_0001, CodePoints.PCP.parse("pcp", "0,5-7"));
        assertEquals(0xff, CodePoints.PCP.all());
        assertEquals(
                "pcp 8 is out of range",
                assertThrows(UserError.class, () -> CodePoints.PCP.parse("pcp", "6-8"))
                        .getMessage());
        assertFalse(CodePoints.PCP.isValid(0x100));
        assertTrue(CodePoints.DSCP.isValid(-1));
    }

    @Test
    void anySetReadsBack() {
        Random random = new Random(12);
        for (int i = 0; i < 1000; i++) {
            long set = random.nextLong() & random.nextLong();
            assertEquals(set, CodePoints.DSCP.parse("dscp", CodePoints.DSCP.format(set)));
            assertEquals(Long.bitCount(set), ((List<?>) CodePoints.DSCP.toPlainValue(set)).size());
        }
    }
}
