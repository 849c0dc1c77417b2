// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.result.MetricUnit;

/**
 * What a metric's name tells: {@code fct_small_p99_us} is of the completion times of small flows the 99th percentile,
 * in microseconds.
 *
 * @param subject without what is taken of it, {@code goodput} or {@code RTT}, and the parts it is of, {@code small}
 * @param statistic {@code avg}, {@code p50}, {@code p99} or nothing
 * @param unit as readers write it; empty for a plain number
 */
record MetricName(List<String> subject, Optional<String> statistic, String unit) {
    private static final Map<String, String> STATISTICS =
            Map.of("avg", "average", "p50", "median", "p99", "99th percentile");
    private static final Map<String, String> SUBJECTS =
            Map.of("rtt", "RTT", "srtt", "smoothed RTT", "fct", "completion time");

    static MetricName of(String metric) {
        List<String> words = List.of(metric.split("_"));
        String unit = MetricUnit.ofSuffix(words.get(words.size() - 1))
                .map(MetricUnit::symbol)
                .orElse("");
        List<String> named = unit.isEmpty() ? words : words.subList(0, words.size() - 1);
        Optional<String> statistic = named.isEmpty()
                ? Optional.empty()
                : Optional.of(named.get(named.size() - 1)).filter(STATISTICS::containsKey);
        return new MetricName(statistic.isPresent() ? named.subList(0, named.size() - 1) : named, statistic, unit);
    }

    /** {@code completion time, small flows}, {@code goodput of one}. */
    String title() {
        List<String> rest = subject.subList(1, subject.size());
        String part = String.join(" ", rest);
        String of = part.isEmpty() || part.equals("all")
                ? ""
                : subject.get(0).equals("fct") ? ", " + part + " flows" : " " + part;
        String words =
                head() + of + statistic.map(each -> ", " + STATISTICS.get(each)).orElse("");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Title of an axis: in few words. */
    String axisTitle() {
        return (head() + " " + column()).strip() + (unit.isEmpty() ? "" : ", " + unit);
    }

    private String head() {
        return SUBJECTS.getOrDefault(subject.get(0), subject.get(0));
    }

    /** Whether it is a statistic of samples: {@code rtt_p99_us} of {@code rtt_us}. */
    boolean isStatisticOf(MetricName samples) {
        boolean same = subject.equals(samples.subject)
                || subject.size() == samples.subject.size() + 1
                        && subject.get(subject.size() - 1).equals("all");
        return same && statistic.isPresent() && unit.equals(samples.unit);
    }

    /** What columns of a table share. */
    String group() {
        return head() + (unit.isEmpty() ? "" : ", " + unit);
    }

    /** What is left for the column itself. */
    String column() {
        return Stream.concat(subject.stream().skip(1), statistic.stream()).collect(Collectors.joining(" "));
    }
}
