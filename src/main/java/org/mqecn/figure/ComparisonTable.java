// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.mqecn.figure.Comparison.Published;
import org.mqecn.figure.Comparison.Run;
import org.mqecn.figure.ValueTable.Cell;
import org.mqecn.figure.ValueTable.Row;

/** The comparison in numbers: a line a scheme, and under it what the paper has. */
public final class ComparisonTable {
    private static final double TOLERANCE = 0.1;

    /** What is compared, in the table's order. */
    private enum Column {
        SERVICE_1("goodput, Mbit/s", "service 1", run -> run.services().get(0).goodputMbps(),
                paper -> service(paper, 0)),
        SERVICE_2("goodput, Mbit/s", "service 2", run -> run.services().get(1).goodputMbps(),
                paper -> service(paper, 1)),
        SUM("goodput, Mbit/s", "sum", Run::goodputMbps, Published::sum),
        PROBE_AVG("RTT of probes, us", "avg", run -> run.probeRtt().avgUs(), Published::rttAvgUs),
        PROBE_P99("RTT of probes, us", "p99", run -> run.probeRtt().p99Us(), Published::rttP99Us),
        SMOOTHED_AVG("smoothed RTT, us", "avg", run -> run.smoothedRtt().avgUs(), paper -> null),
        SMOOTHED_P99("smoothed RTT, us", "p99", run -> run.smoothedRtt().p99Us(), paper -> null);

        private final ValueTable.Column column;
        private final Function<Run, Double> measured;
        private final Function<Published, Double> published;

        Column(String group, String heading, Function<Run, Double> measured, Function<Published, Double> published) {
            column = new ValueTable.Column(group, heading);
            this.measured = measured;
            this.published = published;
        }

        private static Double service(Published paper, int index) {
            return paper.services().isEmpty() ? null : paper.services().get(index);
        }

        /** Null where the paper does not have it. */
        private Double published(Run run) {
            return run.published() == null ? null : published.apply(run.published());
        }
    }

    private ComparisonTable() {}

    public static String of(Comparison comparison) {
        return table(comparison).text();
    }

    static ValueTable table(Comparison comparison) {
        List<Row> rows = new ArrayList<>();
        for (Run run : comparison.runs()) {
            rows.add(new Row(run.name(), false, cells(column -> {
                Double published = column.published(run);
                double measured = column.measured.apply(run);
                return cell(measured, published != null && Math.abs(measured / published - 1) > TOLERANCE);
            })));
            if (run.published() != null) {
                rows.add(new Row("the paper’s " + run.published().source(), true,
                        cells(column -> cell(column.published(run), false))));
            }
        }
        return new ValueTable("scheme", Arrays.stream(Column.values()).map(column -> column.column).toList(), rows);
    }

    private static List<Cell> cells(Function<Column, Cell> cell) {
        return Arrays.stream(Column.values()).map(cell).toList();
    }

    private static Cell cell(Double value, boolean isOff) {
        return value == null ? Cell.EMPTY : new Cell(String.format(Locale.ROOT, "%.0f", value), isOff);
    }
}
