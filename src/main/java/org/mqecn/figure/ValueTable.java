// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.statistics.MeanAndDeviation;

/**
 * Numbers, a row a case; below a row may stand what the paper has.
 *
 * @param corner heading of the rows' names
 */
record ValueTable(String corner, List<ValueColumn> columns, List<ValueRow> rows) implements FigureContent {
    /** Stands where there is no value. */
    static final String NO_VALUE = "-";

    private static final String FAILED_MARK = "*";

    /** @param group heading that neighbours share */
    record ValueColumn(String group, String heading) {}

    /** @param isPaper whether it is the paper's, which belongs to the row above */
    record ValueRow(String name, boolean isPaper, List<ValueCell> cells) {}

    /** @param isOutOfTolerance whether it is too far from the paper's */
    record ValueCell(String text, boolean isOutOfTolerance) {
        static final ValueCell EMPTY = new ValueCell(NO_VALUE, false);
    }

    /** As many digits as a reader compares. */
    static String format(double value) {
        return String.format(Locale.ROOT, formatPattern(value), value);
    }

    private static String formatPattern(double value) {
        double size = Math.abs(value);
        return size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    }

    /** A mean with, where there are repetitions, how far they are apart. */
    static String format(MeanAndDeviation meanAndDeviation) {
        return format(meanAndDeviation.mean())
                + (meanAndDeviation.deviation() == 0
                        ? ""
                        : " ± "
                                + String.format(
                                        Locale.ROOT,
                                        formatPattern(meanAndDeviation.mean()),
                                        meanAndDeviation.deviation()));
    }

    /** Lines of text; a value that is off has a star. */
    String text() {
        TextTable textTable = new TextTable().textColumn(corner);
        columns.forEach(valueColumn -> textTable.numberColumn(valueColumn.group, valueColumn.heading));
        for (ValueRow valueRow : rows) {
            List<String> cells = new ArrayList<>(List.of((valueRow.isPaper ? "  " : "") + valueRow.name));
            valueRow.cells.forEach(
                    valueCell -> cells.add(valueCell.text + (valueCell.isOutOfTolerance ? FAILED_MARK : "")));
            textTable.addRow(cells);
        }
        return textTable.toString();
    }

    private int endOfGroup(int first) {
        int end = first + 1;
        while (end < columns.size() && Objects.equals(columns.get(end).group, columns.get(first).group)) {
            end++;
        }
        return end;
    }

    /** The same as part of a page. */
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
        return "<tr class=\"" + (valueRow.isPaper ? "paper" : "ours") + "\"><th class=\"first\" scope=\"row\">"
                + Html.escape(valueRow.name) + "</th>" + String.join("", cells) + "</tr>\n";
    }

    /** A cell; empty where there is no value. */
    static ValueCell cell(Optional<MeanAndDeviation> point, boolean isOff) {
        return point.map(value -> new ValueCell(format(value), isOff)).orElse(ValueCell.EMPTY);
    }
}
