// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.value.UserError;

@DisplayName("A distribution of flow sizes")
class SizeDistributionTest {
    private static SizeDistribution parse(String... lines) {
        return SizeDistribution.parse("sizes.txt", List.of(lines));
    }

    @Test
    @DisplayName("is linear between its points")
    void interpolation() {
        SizeDistribution sizes = parse("# size, part", "1000 0.5", "", "3000 1  # the largest");
        assertEquals(500, sizes.quantile(0.25));
        assertEquals(1000, sizes.quantile(0.5));
        assertEquals(2000, sizes.quantile(0.75));
        assertEquals(3000, sizes.quantile(1));
        assertEquals(1, sizes.quantile(0));
        assertEquals(1250, sizes.mean());
    }

    @Test
    @DisplayName("may have steps, for many flows of one size")
    void steps() {
        SizeDistribution sizes = parse("1500 0", "1500 0.5", "3000 1");
        assertEquals(1500, sizes.quantile(0.1));
        assertEquals(1500, sizes.quantile(0.5));
        assertEquals(2250, sizes.quantile(0.75));
    }

    @ParameterizedTest(name = "{0}: {1} bytes on average")
    @CsvSource({"web-search, 1711250", "data-mining, 7674900", "cache, 935632.5", "hadoop, 4248592.5"})
    @DisplayName("is bundled")
    void builtIn(String name, double mean) {
        SizeDistribution sizes = SizeDistribution.load(name);
        assertEquals(mean, sizes.mean(), 1);
        Random random = new Random(7);
        double sampled = LongStream.generate(() -> sizes.sample(random))
                .limit(2_000_000)
                .average()
                .orElseThrow();
        assertEquals(mean, sampled, mean * 0.03);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ten 0.1", "10", "10 0.1 3", "2000 2", "500 1", "1000 -0.1"})
    @DisplayName("reports the number of an invalid line")
    void invalidLine(String line) {
        UserError error = assertThrows(UserError.class, () -> parse("900 0.5", line));
        assertTrue(error.getMessage().startsWith("sizes.txt:2: "), error.getMessage());
        assertTrue(error.isUsage());
    }

    @Test
    @DisplayName("must end at 1")
    void incomplete() {
        UserError error = assertThrows(UserError.class, () -> parse("1000 0.5"));
        assertEquals("sizes.txt: the CDF does not end at 1", error.getMessage());
    }

    @Test
    @DisplayName("is suggested if a name is misspelled")
    void unknown() {
        UserError error = assertThrows(UserError.class, () -> SizeDistribution.load("websearch"));
        assertTrue(error.remedy().contains("did you mean 'web-search'?"), error.remedy());
    }
}
