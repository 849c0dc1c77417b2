// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of text: texts to the left, numbers to the right; neighbouring columns may share a heading. */
public final class TextTable {
    private static final String GAP = "  ";

    private record TextColumn(String group, String heading, boolean text) {}

    private final List<TextColumn> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of texts. */
    public TextTable textColumn(String heading) {
        columns.add(new TextColumn("", heading, true));
        return this;
    }

    /** Adds a column of numbers; neighbours of the same group share its heading. */
    public TextTable numberColumn(String group, String heading) {
        columns.add(new TextColumn(group, heading, false));
        return this;
    }

    /** @param cells one for each column */
    public void addRow(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Writes all of it. */
    public void print(PrintWriter out) {
        int[] widths = widths();
        if (columns.stream().anyMatch(textColumn -> !textColumn.group.isEmpty())) {
            out.println(groups(widths).stripTrailing());
        }
        out.println(line(columns.stream().map(TextColumn::heading).toList(), widths));
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
            widths[i] = Math.max(
                    columns.get(i).heading.length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
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
                    .append(padded(
                            columns.get(first), columns.get(first).group, span(widths, first, endOfGroup(first))));
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

    private static String padded(TextColumn textColumn, String text, int width) {
        String space = " ".repeat(Math.max(0, width - text.length()));
        return textColumn.text ? text + space : space + text;
    }
}
