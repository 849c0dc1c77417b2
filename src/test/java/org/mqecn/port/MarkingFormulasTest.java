// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/** The formulas give the papers' own numbers. */
final class MarkingFormulasTest {
    private static MarkingFormulas formulas(String rate, String rtt, String lambda, int queues) {
        return new MarkingFormulas(
                Rate.parse(rate), Duration.ofNanos(Quantity.TIME.parse("rtt", rtt)), new BigDecimal(lambda), queues);
    }

    /** Each row: a paper's rate, base RTT and λ, and the K that it uses. */
    @ParameterizedTest
    @CsvSource({
        // CoNEXT 2016, figures 3 and 5: ns-2, ECN*
        "10gbit, 100us, 1, 125000",
        // SIGMETRICS 2011: 17 % of the bandwidth-delay product of 10 Gbit/s and 100 µs
        "10gbit, 100us, 0.17, 21250",
        // NSDI 2016, testbed: K = 32 KB, RTT about 250 µs
        "1gbit, 250us, 1.024, 32000",
        // NSDI 2016, simulation: 65 packets of 1500 bytes, RTT 85.2 µs
        "10gbit, 85.2us, 0.9155, 97501",
        "100gbit, 20us, 1, 250000"
    })
    void standardThreshold(String rate, String rtt, String lambda, long bytes) {
        assertEquals(bytes, formulas(rate, rtt, lambda, 8).threshold());
    }

    @Test
    void papersLambdaIsAboutOne() {
        assertEquals(1, 32_000.0 / formulas("1gbit", "250us", "1", 4).threshold(), 0.03, "NSDI 2016, testbed");
        assertEquals(1, 65 * 1500.0 / formulas("10gbit", "85.2us", "1", 8).threshold(), 0.09, "NSDI 2016, simulation");
    }

    /** CoNEXT 2016, testbed: TCN 256 µs, CoDel 51.2 µs and 1024 µs; the prototype's units are 1024 ns. */
    @Test
    void timesOfTheTcnTestbed() {
        MarkingFormulas testbed = formulas("1gbit", "250us", "1.024", 4);
        assertEquals(256_000, testbed.sojournTime());
        assertEquals(1_024_000, testbed.codelInterval());
        assertEquals(51_200, testbed.codelTarget());
    }

    /** NSDI 2016: T_idle is 12 µs at 1 Gbit/s and 1.2 µs at 10 Gbit/s. */
    @ParameterizedTest
    @CsvSource({"1gbit, 12000", "10gbit, 1200", "100gbit, 120"})
    void idleInterval(String rate, long nanos) {
        assertEquals(nanos, formulas(rate, "100us", "1", 8).idleInterval());
    }

    /** NSDI 2016: 96 KB at K = 32 KB; CoNEXT 2016, figure 3: a peak of 375 KB at K = 125 KB. */
    @Test
    void buffers() {
        assertEquals(96_000, formulas("1gbit", "250us", "1.024", 4).buffer(EcnScheme.MQ_ECN));
        assertEquals(375_000, formulas("10gbit", "100us", "1", 2).buffer(EcnScheme.TCN));
        assertTrue(
                formulas("1gbit", "250us", "1.024", 4).buffer(EcnScheme.PER_QUEUE) > 4 * 32_000,
                "4 queues at K alone exceed 96 KB: the cause of NSDI 2016, figures 7 and 8");
    }

    static List<String> suggestionsAreAccepted() {
        return Arrays.stream(ModuleSchemes.keywords(SchemeRole.MARKING))
                .map(Keyword::keyword)
                .toList();
    }

    /** Every suggestion is a value that install takes. */
    @ParameterizedTest
    @MethodSource
    void suggestionsAreAccepted(String scheme) {
        for (String rate : List.of("10mbit", "995mbit", "10gbit", "100gbit", "400gbit")) {
            MarkingFormulas formulas = formulas(rate, "100us", "1", 8);
            for (SuggestedValue value : formulas.suggest(Optional.of(scheme))) {
                Setting setting = QdiscKind.DWRR.require(value.key());
                assertEquals(
                        value.value(),
                        setting.parse(setting.quantity().format(value.value())),
                        rate + " " + value.key());
            }
        }
    }

    @Test
    void installArgumentsOfScheme() {
        assertEquals(
                "--rate 100gbit --ecn-scheme mq-ecn --port-thresh 625000 --idle-interval 120ns --shared-buffer 1875000",
                String.join(" ", formulas("100gbit", "50us", "1", 8).installArguments("mq-ecn")));
        assertEquals(
                "--rate 1gbit --ecn-scheme red --red-min all:12500 --red-max all:12500 --shared-buffer 37500",
                String.join(" ", formulas("1gbit", "100us", "1", 8).installArguments("red")));
        assertEquals(
                "--rate 1gbit --ecn-scheme per-queue --queue-thresh all:12500 --shared-buffer 75000",
                String.join(" ", formulas("1gbit", "100us", "1", 4).installArguments("per-queue")));
    }

    @ParameterizedTest
    @CsvSource({"400gbit, 1s, 1", "1gbit, 0s, 1", "1gbit, 1ms, 0"})
    void impossibleValues(String rate, String rtt, String lambda) {
        assertTrue(assertThrows(UserError.class, () -> formulas(rate, rtt, lambda, 8))
                .isUsage());
    }
}
