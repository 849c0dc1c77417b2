// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.result.CaseLabels;

/**
 * A figure as a scenario describes it.
 *
 * @param subjects metrics; for a CDF samples, {@code rtt_us}; for a trace {@code queues} or the name of a port
 * @param groupBy the variable with a line, a bar or a row for each value
 * @param x the variable of the x axis
 * @param where the cases that are drawn, by values of variables; empty for all
 * @param relativeTo the value of {@link #groupBy} whose metrics are 1, for lines
 * @param paper values of the paper for lines, by subject, value of {@link #groupBy} and value of {@link #x}
 */
public record FigureSpec(
        FigureType type,
        List<String> subjects,
        Optional<String> groupBy,
        Optional<String> x,
        Map<String, String> where,
        Optional<String> relativeTo,
        Map<String, Map<String, Map<String, Double>>> paper,
        Optional<String> title) {
    /** The type of a figure. */
    public enum FigureType {
        BARS("bar chart of metrics, with the confidence interval of repetitions", "rtt_avg_us"),
        LINES(
                "metrics over a variable, with the confidence interval of repetitions; with relative-to, a panel for each"
                        + " metric",
                "fct_small_p99_us"),
        CDF("CDF of samples: rtt_us, rtt_TRAFFIC_us, fct_us, fct_small_us, …", "rtt_us"),
        TRACE(
                "queue occupancy and marking thresholds of the measured port over time; of several ports, of the one with the"
                        + " highest occupancy, or of the one that is named instead of queues",
                "queues"),
        TABLE("table of metrics, with the paper's values below", "[goodput_sum_mbit, rtt_avg_us]");

        private final String summary;
        private final String example;

        FigureType(String summary, String example) {
            this.summary = summary;
            this.example = example;
        }

        /** Its key in a scenario. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        String summary() {
            return summary;
        }

        String example() {
            return example;
        }
    }

    public FigureSpec {
        subjects = List.copyOf(subjects);
        where = new LinkedHashMap<>(where);
        paper = new LinkedHashMap<>(paper);
    }

    /** A figure of these subjects of all cases. */
    static FigureSpec of(FigureType type, List<String> subjects) {
        return new FigureSpec(
                type,
                subjects,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    /** The variables that it names. */
    public Stream<String> variableNames() {
        return Stream.of(groupBy.stream(), x.stream(), where.keySet().stream()).flatMap(each -> each);
    }

    /** Its title, or one made from its metrics. */
    String heading() {
        return title.orElseGet(() -> {
            String titles = subjects.stream()
                    .map(subject -> MetricName.of(subject).title())
                    .collect(Collectors.joining("; "));
            return switch (type) {
                        case TRACE -> "Queue occupancy";
                        case TABLE -> "Values";
                        case CDF -> "CDF of " + titles;
                        case BARS, LINES -> titles;
                    }
                    + relativeTo.map(base -> ", relative to " + base).orElse("")
                    + (where.isEmpty() ? "" : ": " + CaseLabels.format(where));
        });
    }

    /** The same of one of its subjects. */
    FigureSpec of(String subject) {
        return new FigureSpec(type, List.of(subject), groupBy, x, where, relativeTo, paper, title);
    }

    /** The cases to which it is relative, in the form of {@link #where}. */
    Map<String, String> base() {
        Map<String, String> base = new LinkedHashMap<>(where);
        relativeTo.ifPresent(value -> base.put(groupBy.orElseThrow(), value));
        return base;
    }

    /** What its value axis shows. */
    String quantity() {
        MetricName first = MetricName.of(subjects.get(0));
        return subjects.size() == 1 ? first.quantity() : first.head();
    }

    /** The unit of its metrics. */
    String unit() {
        return MetricName.of(subjects.get(0)).unit();
    }
}
