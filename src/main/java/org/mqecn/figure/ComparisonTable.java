// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.mqecn.figure.Comparison.Published;
import org.mqecn.figure.Comparison.Run;

/** The comparison in numbers: a line a scheme, and under it what the paper has. */
public final class ComparisonTable {
    /** Stands where there is no value. */
    static final String NONE = "-";

    private static final String FORMAT = "%-15s%11s%11s%8s   %9s%8s   %9s%8s%n";
    private static final String GROUPS = String.format("%-15s%30s   %17s   %17s%n",
            "", "goodput, Mbit/s", "RTT of probes, us", "smoothed RTT, us");

    /** What is compared, in the table's and the page's order. */
    enum Column {
        SERVICE_1("service 1", run -> run.services().get(0).goodputMbps(), paper -> service(paper, 0)),
        SERVICE_2("service 2", run -> run.services().get(1).goodputMbps(), paper -> service(paper, 1)),
        SUM("sum", Run::goodputMbps, Published::sum),
        PROBE_AVG("avg", run -> run.probeRtt().avgUs(), Published::rttAvgUs),
        PROBE_P99("p99", run -> run.probeRtt().p99Us(), Published::rttP99Us),
        SMOOTHED_AVG("avg", run -> run.smoothedRtt().avgUs(), paper -> null),
        SMOOTHED_P99("p99", run -> run.smoothedRtt().p99Us(), paper -> null);

        private final String heading;
        private final Function<Run, Double> measured;
        private final Function<Published, Double> published;

        Column(String heading, Function<Run, Double> measured, Function<Published, Double> published) {
            this.heading = heading;
            this.measured = measured;
            this.published = published;
        }

        private static Double service(Published paper, int index) {
            return paper.services().isEmpty() ? null : paper.services().get(index);
        }

        String heading() {
            return heading;
        }

        Double measured(Run run) {
            return measured.apply(run);
        }

        /** Null where the paper does not have it. */
        Double published(Run run) {
            return run.published() == null ? null : published.apply(run.published());
        }
    }

    private ComparisonTable() {}

    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        text.append(GROUPS);
        text.append(line("scheme", Column::heading));
        for (Run run : comparison.runs()) {
            text.append(line(run.name(), column -> number(column.measured(run))));
            if (run.published() != null) {
                text.append(line("  paper", column -> number(column.published(run))));
            }
        }
        return text.toString();
    }

    private static String line(String name, Function<Column, String> cell) {
        List<Object> cells = new ArrayList<>(List.of(name));
        for (Column column : Column.values()) {
            cells.add(cell.apply(column));
        }
        return String.format(FORMAT, cells.toArray()).replaceAll(" +\n", "\n");
    }

    static String number(Double value) {
        return value == null ? NONE : String.format(Locale.ROOT, "%.0f", value);
    }
}
