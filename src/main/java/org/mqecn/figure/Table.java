// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Words and numbers in columns, these to the right; columns that belong together have one title. */
public final class Table {
    private static final String GAP = "  ";

    private record Column(String group, String heading, boolean text) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of words. */
    public Table words(String heading) {
        columns.add(new Column("", heading, true));
        return this;
    }

    /** Adds a column of numbers; where its neighbours have the same group, that is written once above them. */
    public Table numbers(String group, String heading) {
        columns.add(new Column(group, heading, false));
        return this;
    }

    /** @param cells one for each column */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Writes all of it. */
    public void print(PrintWriter out) {
        int[] widths = widths();
        if (columns.stream().anyMatch(column -> !column.group.isEmpty())) {
            out.println(groups(widths).stripTrailing());
        }
        out.println(line(columns.stream().map(Column::heading).toList(), widths));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    @Override
    public String toString() {
        StringWriter text = new StringWriter();
        print(new PrintWriter(text));
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(columns.get(i).heading.length(),
                    rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
        }
        for (int first = 0; first < widths.length; first = endOfGroup(first)) {
            int end = endOfGroup(first);
            widths[first] += Math.max(0, columns.get(first).group.length() - span(widths, first, end));
        }
        return widths;
    }

    private int endOfGroup(int first) {
        int end = first + 1;
        while (end < columns.size() && columns.get(end).group.equals(columns.get(first).group)) {
            end++;
        }
        return end;
    }

    private static int span(int[] widths, int first, int end) {
        int span = (end - first - 1) * GAP.length();
        for (int i = first; i < end; i++) {
            span += widths[i];
        }
        return span;
    }

    private String groups(int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int first = 0; first < widths.length; first = endOfGroup(first)) {
            line.append(first == 0 ? "" : GAP)
                    .append(padded(columns.get(first), columns.get(first).group,
                            span(widths, first, endOfGroup(first))));
        }
        return line.toString();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(padded(columns.get(i), cells.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }

    private static String padded(Column column, String text, int width) {
        String space = " ".repeat(Math.max(0, width - text.length()));
        return column.text ? text + space : space + text;
    }
}
