// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "995mbit,995000000",
        "10gbit,10000000000",
        "1.5GBit,1500000000",
        "1kibit,1024",
        "1mbps,8000000",
        "400gbit,400000000000"
    })
    void readsRatesAsTcDoes(String text, long bits) {
        assertEquals(bits, Rate.parse(text).bitsPerSecond());
    }

    @ParameterizedTest
    @CsvSource({"32k,32768", "32kb,32768", "1m,1048576", "1538,1538", "1538b,1538", "0,0"})
    void readsSizesAsTcDoes(String text, long bytes) {
        assertEquals(bytes, Quantity.BYTES.parse("size", text));
    }

    @ParameterizedTest
    @CsvSource({"0x3ff,1023", "0xFFFFFFFF,4294967295", "010,10", "8,8"})
    void readsNumbersInHexadecimalToo(String text, long number) {
        assertEquals(number, Quantity.NUMBER.parse("mask", text));
        assertThrows(UserError.class, () -> Quantity.NUMBER.parse("mask", "0x"));
        assertThrows(UserError.class, () -> Quantity.BYTES.parse("size", "0x20"));
    }

    @ParameterizedTest
    @CsvSource({"12us,12000", "250ns,250", "1.5ms,1500000", "1s,1000000000"})
    void readsTimes(String text, long ns) {
        assertEquals(ns, Quantity.TIME.parse("time", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "995",
                "",
                "mbit",
                "-5mbit",
                "5 mbit",
                "5mbitt",
                "1e3mbit",
                "99999999999tbit",
                "0.1bit",
                "0x10mbit",
                "٣mbit",
                "995mbit\n",
                "NaN"
            })
    void refusesWhatIsNoRate(String text) {
        UserError error = assertThrows(UserError.class, () -> Rate.parse(text));
        assertTrue(error.isUsage());
        assertTrue(error.getMessage().contains(text), error.getMessage());
        assertTrue(!error.remedy().isEmpty());
    }

    @Test
    void aRateWithoutUnitIsAmbiguous() {
        UserError error = assertThrows(UserError.class, () -> Rate.parse("995"));
        assertEquals("rate '995' has no unit", error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "333333333bit, 333333328bit or 333333336bit",
        "33.3kbit, 33296bit or 33304bit",
        "1000001bit, 1000000bit or 1000008bit",
        "7bit, 8bit",
        "1.000000001gbit, 1000000000bit or 1000000008bit"
    })
    void refusesARateThatTheKernelRounds(String text, String remedy) {
        UserError error = assertThrows(UserError.class, () -> Rate.parse(text));
        assertEquals(
                "rate " + text + " is not a whole number of bytes/s, which tc and the kernel count in",
                error.getMessage());
        assertEquals("write " + remedy, error.remedy());
        assertTrue(error.isUsage());
    }

    /** The units of tc's get_rate(), get_size() and get_time(), in lib/utils_math.c and lib/utils.c. */
    @Test
    void knowsTheUnitsOfTc() {
        assertEquals(new Rate(8 * 1024 * 5), Rate.parse("5KiBps"));
        assertEquals(new Rate(8_000_000), Rate.parse("1MBps"));
        assertEquals(32 * 1024 / 8, Bytes.parse("32kbit").bytes());
        assertEquals(1 << 17, Bytes.parse("1mbit").bytes());
        assertEquals(2_000_000, Quantity.TIME.parse("time", "2msecs"));
        assertEquals(5_000, Quantity.TIME.parse("time", "5usec"));
        assertEquals("5us", Quantity.TIME.format(5_000));
    }

    @Test
    void readsBackWhatItPrints() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >>> (1 + random.nextInt(63));
            value -= random.nextBoolean() ? value % 1000 : 0;
            for (Quantity quantity : new Quantity[] {Quantity.RATE, Quantity.BYTES, Quantity.TIME, Quantity.NUMBER}) {
                long printed = value % 1_000_000_000_000_000L;
                printed -= quantity == Quantity.RATE ? printed % Byte.SIZE : 0;
                assertEquals(printed, quantity.parse("value", quantity.format(printed)));
            }
        }
    }

    @Test
    void printsTheLargestExactUnit() {
        assertEquals("995mbit", new Rate(995_000_000).toString());
        assertEquals("10gbit", new Rate(10_000_000_000L).toString());
        assertEquals("1001kbit", new Rate(1_001_000).toString());
        assertEquals("12us", Quantity.TIME.format(12_000));
        assertEquals("0ns", Quantity.TIME.format(0));
    }

    @Test
    void failsOnlyWithAClearMessage() {
        Random random = new Random(2);
        String alphabet = "0123456789.kmgtbitpsun:-/ é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertTrue(Quantity.RATE.parse("rate", text.toString()) >= 0);
            } catch (UserError e) {
                assertTrue(e.isUsage());
            }
        }
    }
}
