// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScaledFormatTest {
    @ParameterizedTest
    @CsvSource({
        "995mbit,995 Mbit/s",
        "10gbit,10 Gbit/s",
        "2500kbit,2.5 Mbit/s",
        "104bit,104 bit/s",
        "497213kbit,497.2 Mbit/s"
    })
    void writesRates(String typed, String written) {
        assertEquals(written, ScaledFormat.rate(Rate.parse(typed)));
    }

    @ParameterizedTest
    @CsvSource({"125000,125 µs", "62500,62.5 µs", "1000000,1 ms", "2000000000,2 s", "900,900 ns", "0,0 ns"})
    void writesTimes(long nanos, String written) {
        assertEquals(written, ScaledFormat.time(nanos));
    }
}
