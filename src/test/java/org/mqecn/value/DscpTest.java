// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The spellings of code points. */
final class DscpTest {
    @ParameterizedTest
    @CsvSource({
        "EF, 46, ef",
        "ef, 46, ef",
        "0x2e, 46, ef",
        "0X2E, 46, ef",
        "46, 46, ef",
        "af31, 26, af31",
        "AF43, 38, af43",
        "be, 0, cs0",
        "BE, 0, cs0",
        "df, 0, cs0",
        "Default, 0, cs0",
        "CS5, 40, cs5",
        "va, 44, va",
        "VOICE-ADMIT, 44, va",
        "le, 1, le",
        "lephb, 1, le",
        "0x3f, 63, 63"
    })
    void usualSpellings(String text, int value, String name) {
        assertEquals(new Dscp(value), Dscp.parse(text));
        assertEquals(name, Dscp.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "0x40", "0x", "-1", "af14", "af51", "cs8", "", "0x2g", "101110", "4 6"})
    void others(String text) {
        UserError error = assertThrows(UserError.class, () -> Dscp.parse(text));
        assertTrue(error.getMessage().contains(text), error.getMessage());
        assertTrue(error.remedy().contains("63"), error.remedy());
    }

    @Test
    void everyCodePointIsReadAsItIsWritten() {
        IntStream.range(0, Dscp.COUNT).mapToObj(Dscp::new).forEach(dscp -> {
            assertEquals(dscp, Dscp.parse(dscp.toString()));
            assertEquals(dscp, Dscp.parse(dscp.toString().toUpperCase(Locale.ROOT)));
        });
    }
}
