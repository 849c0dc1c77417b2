// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.port.DwrrSetting;
import org.mqecn.value.Quantity;

/**
 * Compares the options that tc was given for a qdisc of Linux with those that the kernel has. The kernel stores times,
 * and sizes that it converts to times, in ticks: they may come back a little smaller. A list may be given in part. Options
 * from which tc computes others are not compared.
 */
final class QdiscOptionComparison {
    private static final Set<String> FLAGS = Set.of("ecn", "harddrop", "adaptive", "nodrop");
    private static final Set<String> TIMES =
            Set.of("delay", "jitter", "target", "interval", "ce_threshold", "timer_slack");
    private static final Set<String> RATES = Set.of("rate", "maxrate");
    private static final Set<String> FRACTIONS = Set.of("loss", "corrupt", "duplicate", "reorder", "probability");
    /** The impairments of netem: one that is not given is zero. */
    private static final Set<String> IMPAIRMENTS = Set.of("loss", "corrupt", "duplicate", "reorder");

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** 1 % and 1.1 µs, or the bytes of one tick at 100 Gbit/s. */
    private static final long RELATIVE_TOLERANCE = 100;

    private static final long ABSOLUTE_TOLERANCE = 1_100;

    private QdiscOptionComparison() {}

    /** One line for each option whose value the kernel does not have. */
    static List<String> differences(String kind, Map<String, List<Long>> actual, List<String> given) {
        List<String> options = kind.equals("netem") ? withImpairments(given) : given;
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String word = options.get(i);
            // An adaptive red changes its probability.
            if (!actual.containsKey(word) || word.equals("probability") && options.contains("adaptive")) {
                continue;
            }
            List<Long> expected = expectedValues(
                    word,
                    options.subList(i + 1, options.size()),
                    actual.get(word).size());
            if (!matches(word, expected, actual.get(word))) {
                differences.add(kind + " " + word + (FLAGS.contains(word) ? "" : " " + options.get(i + 1))
                        + ": the kernel has " + format(word, actual.get(word)));
            }
        }
        return differences;
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

    private static boolean matches(String word, List<Long> expected, List<Long> actual) {
        if (expected.isEmpty() || expected.size() > actual.size()) {
            return false;
        }
        boolean rounded = TIMES.contains(word) || word.equals("burst") || FRACTIONS.contains(word);
        for (int i = 0; i < expected.size(); i++) {
            long tolerance = rounded
                    ? expected.get(i) / RELATIVE_TOLERANCE + (FRACTIONS.contains(word) ? 1 : ABSOLUTE_TOLERANCE)
                    : 0;
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
