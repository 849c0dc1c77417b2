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
 * A figure as a scenario asks for it.
 *
 * @param subjects what is drawn: metrics; of a CDF the samples, {@code rtt_us}; of a trace {@code queues}
 * @param by what tells the lines, bars or rows apart: a name of the scenario's {@code vary}
 * @param over what stands on the axis below: another name of {@code vary}
 * @param where the cases that are drawn, by their values; all where it is empty
 */
public record FigureSpec(
        FigureType type,
        List<String> subjects,
        Optional<String> by,
        Optional<String> over,
        Map<String, String> where,
        Optional<String> title) {
    /** How it is drawn. */
    public enum FigureType {
        BARS("Values as bars, with the standard deviation of repetitions.", "rtt_avg_us"),
        LINES("Values over a variable, with the standard deviation of repetitions.", "fct_small_p99_us"),
        CDF("The cumulative distribution of samples: rtt_us, rtt_TRAFFIC_us, fct_us, fct_small_us, …", "rtt_us"),
        TRACE("The occupancy of the queues of the measured port over time, and the marking thresholds.", "queues"),
        TABLE("Values as numbers, with the values of the paper below.", "[goodput_sum_mbit, rtt_avg_us]");

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
    }

    /** What has to vary for it to be drawn. */
    public Stream<String> variableNames() {
        return Stream.of(by.stream(), over.stream(), where.keySet().stream()).flatMap(each -> each);
    }

    /** Its title, or one made of what it shows. */
    String heading() {
        return title.orElseGet(() -> {
            String words = subjects.stream()
                    .map(subject -> MetricName.of(subject).title())
                    .collect(Collectors.joining("; "));
            return switch (type) {
                        case TRACE -> "What stands in the queues";
                        case TABLE -> "Values";
                        case CDF -> "Distribution: " + words;
                        case BARS, LINES -> words;
                    }
                    + (where.isEmpty() ? "" : ": " + CaseLabels.format(where));
        });
    }
}
