// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Numbers, a row a case; below a row may stand what the paper has.
 *
 * @param corner heading of the rows' names
 */
record ValueTable(String corner, List<Column> columns, List<Row> rows) implements Drawing {
    /** Stands where there is no value. */
    static final String NONE = "-";

    private static final String OFF = "*";

    /** @param group heading that neighbours share */
    record Column(String group, String heading) {}

    /** @param isPaper whether it is the paper's, which belongs to the row above */
    record Row(String name, boolean isPaper, List<Cell> cells) {}

    /** @param isOff whether it is too far from the paper's */
    record Cell(String text, boolean isOff) {
        static final Cell EMPTY = new Cell(NONE, false);
    }

    /** As many digits as a reader compares. */
    static String number(double value) {
        return String.format(Locale.ROOT, format(value), value);
    }

    private static String format(double value) {
        double size = Math.abs(value);
        return size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    }

    /** A mean with, where there are repetitions, how far they are apart. */
    static String number(Point point) {
        return number(point.mean()) + (point.deviation() == 0 ? ""
                : " ± " + String.format(Locale.ROOT, format(point.mean()), point.deviation()));
    }

    /** Lines of text; a value that is off has a star. */
    String text() {
        Table table = new Table().words(corner);
        columns.forEach(column -> table.numbers(column.group, column.heading));
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of((row.isPaper ? "  " : "") + row.name));
            row.cells.forEach(cell -> cells.add(cell.text + (cell.isOff ? OFF : "")));
            table.row(cells);
        }
        return table.toString();
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
        if (columns.stream().anyMatch(column -> !column.group.isEmpty())) {
            html.append("<tr><td></td>");
            for (int first = 0; first < columns.size(); first = endOfGroup(first)) {
                html.append("<th class=\"group\" colspan=\"").append(endOfGroup(first) - first).append("\">")
                        .append(Html.escape(columns.get(first).group)).append("</th>");
            }
            html.append("</tr>\n");
        }
        html.append("<tr><th class=\"first\">").append(Html.escape(corner)).append("</th>")
                .append(columns.stream().map(column -> "<th>" + Html.escape(column.heading) + "</th>")
                        .collect(Collectors.joining())).append("</tr>\n</thead>\n<tbody>\n");
        rows.forEach(row -> html.append(html(row)));
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    private static String html(Row row) {
        List<String> cells = new ArrayList<>();
        row.cells.forEach(cell -> cells.add(Html.cell(cell.isOff ? "off" : "", Html.escape(cell.text))));
        return "<tr class=\"" + (row.isPaper ? "paper" : "ours") + "\"><th class=\"first\" scope=\"row\">"
                + Html.escape(row.name) + "</th>" + String.join("", cells) + "</tr>\n";
    }

    /** A cell; empty where there is no value. */
    static Cell cell(Optional<Point> point, boolean isOff) {
        return point.map(value -> new Cell(number(value), isOff)).orElse(Cell.EMPTY);
    }
}
