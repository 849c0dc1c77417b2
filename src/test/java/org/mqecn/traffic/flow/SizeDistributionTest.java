// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
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
        return SizeDistribution.parse("sizes.txt", List.of(lines), Optional.of(SizeUnit.BYTE));
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

    @ParameterizedTest(name = "{0}: {1} bytes")
    @CsvSource({"28000, 28000", "28k, 28672", "1, 1"})
    @DisplayName("may be one size")
    void oneSize(String name, long size) {
        SizeDistribution sizes = SizeDistribution.load(name, Optional.empty());
        assertQuantiles(sizes, size, size);
        assertEquals(size, sizes.quantile(0));
        assertEquals(size, sizes.mean());
        assertEquals(name, sizes.toString());
        assertFalse(SizeDistribution.isFile(name));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"0 | nothing to send", "28x | '28x'", "28 000 | no size distribution or file"})
    @DisplayName("of one size needs a size")
    void noSize(String name, String message) {
        UserError error = assertThrows(UserError.class, () -> SizeDistribution.load(name, Optional.empty()));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(error.isUsage());
    }

    @ParameterizedTest(name = "{0}: {1} bytes on average")
    @CsvSource({"web-search, 1711250", "data-mining, 7674900", "cache, 935640", "hadoop, 4248592.5"})
    @DisplayName("is bundled")
    void builtIn(String name, double mean) {
        SizeDistribution sizes = SizeDistribution.load(name, Optional.empty());
        assertEquals(mean, sizes.mean(), 1);
        Random random = new Random(7);
        double sampled = LongStream.generate(() -> sizes.sample(random))
                .limit(2_000_000)
                .average()
                .orElseThrow();
        assertEquals(mean, sampled, mean * 0.03);
    }

    /** The columns of the tables that MQ-ECN's authors published for ns-2: packets, and the fraction of flows. */
    @ParameterizedTest(name = "{0}: {2} of the flows have at most {1} packets")
    @CsvSource({
        "data-mining, 1, 0.5",
        "data-mining, 7, 0.8",
        "data-mining, 2107, 0.95",
        "data-mining, 666667, 1",
        "cache, 1, 0.35",
        "cache, 2, 0.4",
        "cache, 667, 0.78",
        "cache, 2667, 0.99",
        "hadoop, 24, 0.1",
        "hadoop, 33, 0.4",
        "hadoop, 200, 0.95",
        "hadoop, 333333, 1"
    })
    @DisplayName("has the percentiles of its source")
    void percentiles(String name, long packets, double fraction) {
        SizeDistribution sizes = SizeDistribution.load(name, Optional.empty());
        assertEquals(packets * 1500, sizes.quantile(fraction));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ten 0.1", "10", "10 0.1 3", "500 1", "1000 -0.1", "1000 0.4"})
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
        assertEquals("sizes.txt: the CDF does not end at 1 or 100, but at 0.5", error.getMessage());
    }

    @Test
    @DisplayName("is suggested if a name is misspelled")
    void unknown() {
        UserError error = assertThrows(UserError.class, () -> SizeDistribution.load("websearch", Optional.empty()));
        assertTrue(error.remedy().contains("did you mean 'web-search'?"), error.remedy());
    }

    private static void assertQuantiles(SizeDistribution sizes, long middle, long last) {
        assertEquals(middle, sizes.quantile(0.5));
        assertEquals(last, sizes.quantile(1));
    }

    private static SizeDistribution parse(Optional<SizeUnit> unit, String... lines) {
        return SizeDistribution.parse("sizes.txt", List.of(lines), unit);
    }

    @Test
    @DisplayName("is read from every form in use")
    void forms() {
        assertQuantiles(parse(Optional.empty(), "0     0", "40000 0.5  ", "700000 1", ""), 40_000, 700_000);
        assertQuantiles(parse(Optional.empty(), "0 0", "4000 22.93", "90000 50", "2000000 100"), 90_000, 2_000_000);
        assertQuantiles(parse(Optional.of(SizeUnit.PACKET), "7 1 0", "7 1 0.5", "900 1 1"), 7 * 1460, 900 * 1460);
        assertQuantiles(parse(Optional.of(SizeUnit.PACKET), "7 0", "7 0.5", "900 1"), 7 * 1460, 900 * 1460);
        assertQuantiles(parse(Optional.of(SizeUnit.BYTE), "321.5", "1 0", "400 0.5", "9000 1"), 400, 9_000);
        assertQuantiles(parse(Optional.empty(), "size,cdf", "4e4, 0.5", "700000,1.0"), 40_000, 700_000);
        assertQuantiles(parse(Optional.empty(), "size;percent", "40000;50", "700000;100"), 40_000, 700_000);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "7 0/7 0.15/20000 1|sizes up to 20000 may be bytes or packets of 1460 bytes|(read as size and cumulative fraction)",
                "1 0.5/700000 1|sizes up to 700000 may be bytes or packets|--size-unit byte or packet",
                "7 1 0/700000 1 1|may be bytes or packets|(read as size, occurrences and cumulative fraction)",
                "321.5/200 0/300 50/700000 100|may be bytes or packets|(read as the mean, then size and cumulative percent)",
                "0 0/10 0.175/20 0.164/30 1|sizes.txt:3: the cumulative value falls from 0.175 to 0.164|a CDF never falls",
                "0.5 4000/1 700000|sizes.txt:2: the fraction comes before the size|swap the columns",
                "0 0/4000 97|the CDF does not end at 1 or 100, but at 97|cumulative percent",
                "0 0 0/4000 1|sizes.txt:2: 2 columns after lines of 3|",
                "12/13|sizes.txt:2: 1 column|each line has a size and a cumulative fraction",
                "size cdf|is not a CDF: it has no line with a size and a fraction|for example"
            })
    @DisplayName("is refused if its form is ambiguous or broken, with the form that was recognized")
    void refusedForms(String lines, String failure, String remedy) {
        UserError error = assertThrows(UserError.class, () -> parse(Optional.empty(), lines.split("/")));
        assertTrue(error.getMessage().contains(failure), error.getMessage());
        assertTrue(remedy == null || error.remedy().contains(remedy), error.remedy());
        assertTrue(error.isUsage());
    }

    @Test
    @DisplayName("has a known unit if it is bundled")
    void unitOfBundled() {
        UserError error =
                assertThrows(UserError.class, () -> SizeDistribution.load("cache", Optional.of(SizeUnit.PACKET)));
        assertEquals("the unit of the bundled cache is known", error.getMessage());
        UserError size =
                assertThrows(UserError.class, () -> SizeDistribution.load("28k", Optional.of(SizeUnit.PACKET)));
        assertEquals("the unit of 28k is known", size.getMessage());
    }
}
