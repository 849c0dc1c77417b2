// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.port.DwrrSetting;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;

/**
 * Compares the options that tc was given for a qdisc of Linux with those that the kernel has. The kernel has some times,
 * and sizes that it converts to times, in units of its own: they may come back different by as much as one of these. A
 * list may be given in part. Options from which tc computes others are not compared.
 */
final class QdiscOptionComparison {
    private static final Set<String> FLAGS = Set.of("ecn", "harddrop", "adaptive", "nodrop");
    private static final Set<String> TIMES =
            Set.of("delay", "jitter", "target", "interval", "ce_threshold", "timer_slack", "tupdate", "rtt");
    private static final Set<String> RATES = Set.of("rate", "maxrate", "peakrate", "bandwidth");
    private static final Set<String> FRACTIONS = Set.of("loss", "corrupt", "duplicate", "reorder", "probability");
    /** The impairments of netem: one that is not given is zero. */
    private static final Set<String> IMPAIRMENTS = Set.of("loss", "corrupt", "duplicate", "reorder");

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** A tick of the packet scheduler, in ns. */
    private static final long TICK = 64;
    /** CoDel's unit of time is 1024 ns, and the kernel shows whole µs. */
    private static final long CODEL_TOLERANCE = 2_000;

    /** Of some times, tc or the kernel show whole µs, rounded down. */
    private static final long MICROSECOND = 1_000;
    /** The longest tick of the kernel's clock, in which PIE has its update interval. */
    private static final long CLOCK_TICK = 10_000_000;
    /** The digits of a time in the output of tc, which is all that there is of a virtual machine. */
    private static final long DIGITS = 100_000;

    private static final String NEGATION = "no";

    private QdiscOptionComparison() {}

    /** One line for each option whose value the kernel does not have. */
    static List<String> differences(String kind, Map<String, List<Long>> actual, List<String> given) {
        List<String> options = kind.equals("netem") ? withImpairments(given) : given;
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String word = options.get(i);
            if (isNegatedFlag(word, actual)) {
                word = word.substring(NEGATION.length());
                if (!actual.get(word).equals(List.of(0L))) {
                    differences.add(kind + " no" + word + ": the kernel has " + word);
                }
                continue;
            }
            // An adaptive red changes its probability.
            if (!actual.containsKey(word) || word.equals("probability") && options.contains("adaptive")) {
                continue;
            }
            List<Long> expected = expectedValues(
                    word,
                    options.subList(i + 1, options.size()),
                    actual.get(word).size());
            if (!matches(expected, actual.get(word), tolerance(kind, word, actual))) {
                differences.add(kind + " " + word + (FLAGS.contains(word) ? "" : " " + options.get(i + 1))
                        + ": the kernel has " + format(word, actual.get(word)));
            }
        }
        return differences;
    }

    private static boolean isNegatedFlag(String word, Map<String, List<Long>> actual) {
        return !actual.containsKey(word)
                && word.startsWith(NEGATION)
                && FLAGS.contains(word.substring(NEGATION.length()))
                && actual.containsKey(word.substring(NEGATION.length()));
    }

    /** How far the kernel's value may be from the one that was given. */
    private static long tolerance(String kind, String word, Map<String, List<Long>> actual) {
        if (FRACTIONS.contains(word)) {
            return 1;
        }
        if (kind.equals("tbf") && word.equals("burst")) {
            return bytesInTick(actual.get("rate").get(0));
        }
        if (kind.equals("tbf") && word.equals("mtu")) {
            return bytesInTick(actual.get("peakrate").get(0));
        }
        if (!TIMES.contains(word)) {
            return 0;
        }
        return switch (kind) {
            case "codel", "fq_codel" -> CODEL_TOLERANCE;
            case "pie" -> word.equals("tupdate") ? CLOCK_TICK : MICROSECOND;
            case "netem" -> MICROSECOND + actual.get(word).get(0) / DIGITS;
            default -> 0;
        };
    }

    private static long bytesInTick(long rate) {
        return new Rate(rate).bytesIn(Duration.ofNanos(TICK)) + 1;
    }

    /** Names the jitter, which tc takes without a word after the delay, and adds the impairments that are zero. */
    private static List<String> withImpairments(List<String> given) {
        List<String> options = new ArrayList<>(given);
        int jitter = given.indexOf("delay") + 2;
        if (given.contains("delay")) {
            boolean isGiven =
                    jitter < given.size() && Character.isDigit(given.get(jitter).charAt(0));
            options.addAll(jitter, isGiven ? List.of("jitter") : List.of("jitter", "0us"));
        }
        IMPAIRMENTS.stream()
                .filter(word -> !given.contains(word))
                .sorted()
                .forEach(word -> options.addAll(List.of(word, "0%")));
        return options;
    }

    private static List<Long> expectedValues(String word, List<String> values, int count) {
        if (FLAGS.contains(word)) {
            return List.of(1L);
        }
        List<Long> expected = new ArrayList<>();
        for (String value : values.subList(0, Math.min(count, values.size()))) {
            if (!value.matches("\\d.*")) {
                break;
            }
            expected.add(parseValue(word, value));
        }
        return expected;
    }

    private static long parseValue(String word, String text) {
        if (TIMES.contains(word)) {
            return Quantity.TIME.parse(word, text);
        }
        if (RATES.contains(word)) {
            return DwrrSetting.RATE.quantity().parse(word, text);
        }
        if (FRACTIONS.contains(word)) {
            return text.endsWith("%")
                    ? new BigDecimal(text.substring(0, text.length() - 1))
                            .multiply(MILLION)
                            .divide(HUNDRED)
                            .longValue()
                    : new BigDecimal(text).multiply(MILLION).longValue();
        }
        return DwrrSetting.SHARED_BUFFER.quantity().parse(word, text);
    }

    private static boolean matches(List<Long> expected, List<Long> actual, long tolerance) {
        if (expected.isEmpty() || expected.size() > actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (Math.abs(expected.get(i) - actual.get(i)) > tolerance) {
                return false;
            }
        }
        return true;
    }

    private static String format(String word, List<Long> values) {
        List<String> texts = values.stream()
                .map(value -> TIMES.contains(word)
                        ? Quantity.TIME.format(value)
                        : RATES.contains(word)
                                ? DwrrSetting.RATE.quantity().format(value)
                                : FRACTIONS.contains(word)
                                        ? BigDecimal.valueOf(value)
                                                .divide(MILLION)
                                                .toPlainString()
                                        : Long.toString(value))
                .toList();
        return String.join(" ", texts);
    }
}
