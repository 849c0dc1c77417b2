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
 * Compares the words that tc was given for a qdisc with what the kernel made of them. The kernel keeps times, and
 * sizes that it turns into times, in ticks of its own, so that a little less may come back; of lists it is told the
 * beginning; words from which it works out others are not compared.
 */
final class QdiscOptionComparison {
    private static final Set<String> FLAGS = Set.of("ecn", "harddrop", "adaptive", "nodrop");
    private static final Set<String> TIMES =
            Set.of("delay", "jitter", "target", "interval", "ce_threshold", "timer_slack");
    private static final Set<String> RATES = Set.of("rate", "maxrate");
    private static final Set<String> FRACTIONS = Set.of("loss", "duplicate", "probability");
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** One part in this many, and a few on top of it: 1.1 µs, or a tick's bytes at 100 Gbit/s. */
    private static final long RELATIVE_TOLERANCE = 100;

    private static final long ABSOLUTE_TOLERANCE = 1_100;

    private QdiscOptionComparison() {}

    /** A line for each word whose value the kernel does not have. */
    static List<String> differences(String kind, Map<String, List<Long>> actual, List<String> words) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            // What red is told to adapt is its own from then on.
            if (!actual.containsKey(word) || word.equals("probability") && words.contains("adaptive")) {
                continue;
            }
            List<Long> wanted = expectedValues(
                    word, words.subList(i + 1, words.size()), actual.get(word).size());
            if (!matches(word, wanted, actual.get(word))) {
                differences.add(kind + " " + word + (FLAGS.contains(word) ? "" : " " + words.get(i + 1))
                        + ": the kernel has " + format(word, actual.get(word)));
            }
        }
        return differences;
    }

    private static List<Long> expectedValues(String word, List<String> values, int count) {
        if (FLAGS.contains(word)) {
            return List.of(1L);
        }
        List<Long> wanted = new ArrayList<>();
        for (String value : values.subList(0, Math.min(count, values.size()))) {
            if (!value.matches("\\d.*")) {
                break;
            }
            wanted.add(parseValue(word, value));
        }
        return wanted;
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

    private static boolean matches(String word, List<Long> wanted, List<Long> actual) {
        if (wanted.isEmpty() || wanted.size() > actual.size()) {
            return false;
        }
        boolean rounded = TIMES.contains(word) || word.equals("burst") || FRACTIONS.contains(word);
        for (int i = 0; i < wanted.size(); i++) {
            long slack = rounded
                    ? wanted.get(i) / RELATIVE_TOLERANCE + (FRACTIONS.contains(word) ? 1 : ABSOLUTE_TOLERANCE)
                    : 0;
            if (Math.abs(wanted.get(i) - actual.get(i)) > slack) {
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
