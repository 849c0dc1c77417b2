// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.figure.chart.Csv;
import org.mqecn.statistics.MeanInterval;

/**
 * Numbers, a row for each case, with the values of the paper below.
 *
 * @param corner heading of the names of rows
 * @param note a sentence on the values; empty for none
 */
public record ValueTable(String corner, List<ValueColumn> columns, List<ValueRow> rows, String note) {
    static final ValueTable EMPTY = new ValueTable("", List.of(), List.of(), "");

    private static final String NO_VALUE = "-";

    /**
     * A column.
     *
     * @param group heading that neighbours share
     * @param title heading of the column alone, with the unit
     */
    public record ValueColumn(String group, String heading, String title) {
        static ValueColumn of(String metric) {
            MetricName name = MetricName.of(metric);
            return new ValueColumn(name.group(), name.column(), name.axisTitle());
        }
    }

    /** @param isPaper whether the row has the values of the paper for the row above */
    public record ValueRow(String name, boolean isPaper, List<ValueCell> cells) {}

    /**
     * A value.
     *
     * @param value the number behind the text; NaN if there is none
     * @param halfWidth half of the confidence interval of repetitions; 0 for none
     * @param isOutOfTolerance whether a check of it failed
     */
    public record ValueCell(String text, double value, double halfWidth, boolean isOutOfTolerance) {
        static final ValueCell EMPTY = new ValueCell(NO_VALUE, Double.NaN, 0, false);

        static ValueCell ofPaper(String text) {
            return new ValueCell(text, VariableValues.number(text), 0, false);
        }
    }

    /** Whether no cell has a value. */
    boolean isEmpty() {
        return rows.stream().flatMap(row -> row.cells.stream()).allMatch(ValueCell.EMPTY::equals);
    }

    /** A value with the digits that a reader compares. */
    static String format(double value) {
        return String.format(Locale.ROOT, formatPattern(value), value);
    }

    private static String formatPattern(double value) {
        double size = Math.abs(value);
        return size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    }

    /** A mean, with the half width of its interval. */
    static String format(MeanInterval meanInterval) {
        return format(meanInterval.mean())
                + (meanInterval.halfWidth() == 0
                        ? ""
                        : " ± "
                                + String.format(
                                        Locale.ROOT, formatPattern(meanInterval.mean()), meanInterval.halfWidth()));
    }

    /** The values as CSV: a row for each case, and a column with the half width of the interval where there is one. */
    String csv() {
        boolean[] hasInterval = new boolean[columns.size()];
        for (int i = 0; i < hasInterval.length; i++) {
            int column = i;
            hasInterval[i] = rows.stream().anyMatch(row -> row.cells.get(column).halfWidth > 0);
        }
        Csv csv = new Csv();
        csv.cell(corner.isEmpty() ? "case" : corner).cell("source");
        for (int i = 0; i < hasInterval.length; i++) {
            csv.cell(columns.get(i).title);
            if (hasInterval[i]) {
                csv.cell(MeanInterval.PERCENT + " % interval ± of " + columns.get(i).title);
            }
        }
        csv.endRow();
        String measured = "";
        for (ValueRow row : rows) {
            measured = row.isPaper ? measured : row.name;
            csv.cell(measured).cell(row.isPaper ? "paper" : "measured");
            for (int i = 0; i < hasInterval.length; i++) {
                csv.cell(row.cells.get(i).value);
                if (hasInterval[i]) {
                    csv.cell(row.isPaper ? Double.NaN : row.cells.get(i).halfWidth);
                }
            }
            csv.endRow();
        }
        return csv.toString();
    }

    private int endOfGroup(int first) {
        int end = first + 1;
        while (end < columns.size() && Objects.equals(columns.get(end).group, columns.get(first).group)) {
            end++;
        }
        return end;
    }

    /** The table as HTML. */
    String html() {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead>\n");
        if (columns.stream().anyMatch(valueColumn -> !valueColumn.group.isEmpty())) {
            html.append("<tr><td></td>");
            for (int first = 0; first < columns.size(); first = endOfGroup(first)) {
                html.append("<th class=\"group\" colspan=\"")
                        .append(endOfGroup(first) - first)
                        .append("\">")
                        .append(Html.escape(columns.get(first).group))
                        .append("</th>");
            }
            html.append("</tr>\n");
        }
        html.append("<tr><th class=\"first\">")
                .append(Html.escape(corner))
                .append("</th>")
                .append(columns.stream()
                        .map(valueColumn -> "<th>" + Html.escape(valueColumn.heading) + "</th>")
                        .collect(Collectors.joining()))
                .append("</tr>\n</thead>\n<tbody>\n");
        rows.forEach(valueRow -> html.append(html(valueRow)));
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    private static String html(ValueRow valueRow) {
        List<String> cells = new ArrayList<>();
        valueRow.cells.forEach(valueCell ->
                cells.add(Html.cell(valueCell.isOutOfTolerance ? "off" : "", Html.escape(valueCell.text))));
        return "<tr class=\"" + (valueRow.isPaper ? "paper" : "measured") + "\"><th class=\"first\" scope=\"row\">"
                + Html.escape(valueRow.name) + "</th>" + String.join("", cells) + "</tr>\n";
    }

    /** The cell of a value; empty if there is none. */
    static ValueCell cell(Optional<MeanInterval> point, boolean isOff) {
        return point.map(value -> new ValueCell(format(value), value.mean(), value.halfWidth(), isOff))
                .orElse(ValueCell.EMPTY);
    }
}
