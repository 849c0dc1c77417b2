// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.figure.chart.AxisUnit;
import org.mqecn.result.MetricUnit;

/**
 * A metric by the parts of its name: {@code fct_small_p99_us} is the 99th percentile of the FCT of small flows, in
 * microseconds.
 *
 * @param subject the quantity and the flows it is of, {@code fct} and {@code small}
 * @param statistic {@code avg}, {@code p50}, {@code p99} or nothing
 * @param unit as readers write it; empty for a plain number
 */
record MetricName(List<String> subject, Optional<String> statistic, String unit) {
    private static final Map<String, String> STATISTICS =
            Map.of("avg", "Average", "p50", "Median", "p99", "99th percentile");
    private static final Map<String, String> SHORT_STATISTICS = Map.of("avg", "Average", "p50", "Median", "p99", "p99");
    private static final Map<String, String> ACRONYMS =
            Map.of("rtt", "RTT", "srtt", "Smoothed RTT", "fct", "FCT", "cpu", "CPU");
    private static final Set<String> SIZE_BINS = Set.of("all", "small", "medium", "large");
    /** The parts that stand for all of a quantity. */
    private static final List<String> TOTALS = List.of("all", "sum");

    static MetricName of(String metric) {
        List<String> parts = List.of(metric.split("_"));
        String unit = MetricUnit.ofSuffix(parts.get(parts.size() - 1))
                .map(MetricUnit::symbol)
                .orElse("");
        List<String> named = unit.isEmpty() ? parts : parts.subList(0, parts.size() - 1);
        Optional<String> statistic = named.isEmpty()
                ? Optional.empty()
                : Optional.of(named.get(named.size() - 1)).filter(STATISTICS::containsKey);
        return new MetricName(statistic.isPresent() ? named.subList(0, named.size() - 1) : named, statistic, unit);
    }

    /** {@code 99th percentile FCT of small flows}, {@code Goodput of one}. */
    String title() {
        return quantity(STATISTICS);
    }

    /** The title in few words, for an axis: {@code p99 FCT of small flows}. */
    String quantity() {
        return quantity(SHORT_STATISTICS);
    }

    /** The title of an axis, with the unit. */
    String axisTitle() {
        return AxisUnit.title(quantity(), unit);
    }

    private String quantity(Map<String, String> statistics) {
        String part = subject.stream().skip(1).collect(Collectors.joining(" "));
        String name =
                switch (subject.get(0)) {
                    case "fct", "slowdown" -> head() + flows();
                    case "rtt", "srtt", "goodput" ->
                        (isTotal() ? "Total " + head().toLowerCase(Locale.ROOT) : head())
                                + (part.isEmpty() || isTotal() ? "" : " of " + part);
                    default -> (head() + " " + part).strip();
                };
        return statistic
                .map(each -> statistics.get(each) + " " + (isAcronym() ? name : decapitalize(name)))
                .orElse(name);
    }

    /** {@code of small flows}, {@code of web flows}, {@code of small flows of web 0}. */
    private String flows() {
        List<String> parts = subject.stream().skip(1).toList();
        if (parts.isEmpty() || isTotal()) {
            return "";
        }
        String last = parts.get(parts.size() - 1);
        if (parts.size() == 1 || !SIZE_BINS.contains(last)) {
            return " of " + String.join(" ", parts) + " flows";
        }
        return (TOTALS.contains(last) ? "" : " of " + last + " flows") + " of "
                + String.join(" ", parts.subList(0, parts.size() - 1));
    }

    private boolean isTotal() {
        return subject.size() == 2 && TOTALS.contains(subject.get(1));
    }

    private boolean isAcronym() {
        return ACRONYMS.getOrDefault(subject.get(0), "").matches("[A-Z]+");
    }

    private static String decapitalize(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** The quantity alone, {@code Goodput}. */
    String head() {
        String first = subject.get(0);
        return ACRONYMS.getOrDefault(first, first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1));
    }

    /** Whether it is a statistic of samples: {@code rtt_p99_us} of {@code rtt_us}. */
    boolean isStatisticOf(MetricName samples) {
        boolean same = subject.equals(samples.subject)
                || subject.size() == samples.subject.size() + 1
                        && subject.get(subject.size() - 1).equals("all");
        return same && statistic.isPresent() && unit.equals(samples.unit);
    }

    /** The heading that columns of a table share. */
    String group() {
        return AxisUnit.title(head(), unit);
    }

    /** The heading of the column itself. */
    String column() {
        return Stream.concat(subject.stream().skip(1), statistic.stream()).collect(Collectors.joining(" "));
    }
}
