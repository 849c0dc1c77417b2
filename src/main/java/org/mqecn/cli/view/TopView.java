// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.monitor.ActivityColumn;
import org.mqecn.monitor.ActivityRow;
import org.mqecn.port.PortActivity;

/** Shows the queues of all ports in one table, as {@code mqecn top} does: sorted, filtered, fitted to a terminal. */
public final class TopView {
    private static final int HEADER_LINES = 2;
    private static final int TABLE_HEADING_LINES = 2;
    private static final int FOOTER_LINES = 1;

    private final int width;
    private final int height;
    private final TextStyle style;

    /** @param height lines of the terminal; the rows that do not fit are counted */
    public TopView(int width, int height, TextStyle style) {
        this.width = width;
        this.height = height;
        this.style = style;
    }

    /**
     * Returns the lines of one frame.
     *
     * @param title first words of the first line: the time
     */
    public List<String> lines(String title, List<PortActivity> ports, TopState state) {
        List<ActivityRow> rows = rows(ports, state);
        List<String> lines = new ArrayList<>(List.of(style.bold(cut(title + "  " + state.description())), ""));
        if (rows.isEmpty()) {
            lines.add(
                    ports.isEmpty()
                            ? "no port in this network namespace: 'mqecn install DEV --rate RATE' installs one"
                            : "no queue matches");
        } else {
            List<String> table = table(rows);
            int room = Math.max(1, height - HEADER_LINES - FOOTER_LINES);
            boolean fits = table.size() <= room;
            int shown = fits ? table.size() : Math.max(TABLE_HEADING_LINES, room - 1);
            for (int i = 0; i < shown; i++) {
                lines.add(
                        i < TABLE_HEADING_LINES
                                ? table.get(i)
                                : coloured(table.get(i), rows.get(i - TABLE_HEADING_LINES)));
            }
            if (!fits) {
                lines.add("… " + (table.size() - shown) + " more queues");
            }
        }
        lines.add(cut(TopState.KEYS));
        return lines;
    }

    private String cut(String text) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    private static List<ActivityRow> rows(List<PortActivity> ports, TopState state) {
        Comparator<ActivityRow> order = state.sortColumn() < 0
                ? (one, other) -> 0
                : Comparator.comparingDouble((ActivityRow row) -> sortValue(row, state))
                        .reversed();
        List<ActivityRow> rows = ports.stream()
                .filter(port -> port.port().device().contains(state.filter()))
                .flatMap(port -> ActivityRow.of(port).stream())
                .filter(row -> !state.busyOnly() || row.isBusy())
                .sorted(order)
                .collect(Collectors.toCollection(ArrayList::new));
        if (state.ascending()) {
            Collections.reverse(rows);
        }
        return rows;
    }

    /** Two lines of headings, and a line for each row; less important columns are left out until it fits. */
    private List<String> table(List<ActivityRow> rows) {
        List<ActivityColumn> shown = new ArrayList<>(
                ActivityColumn.of(rows.stream().map(ActivityRow::queue).toList(), true));
        List<String> text = text(rows, shown);
        while (text.get(1).length() > width && shown.size() > 1) {
            shown.remove(shown.stream()
                    .min(Comparator.comparingInt(ActivityColumn::importance))
                    .orElseThrow());
            text = text(rows, shown);
        }
        return text.stream().map(this::cut).toList();
    }

    private static List<String> text(List<ActivityRow> rows, List<ActivityColumn> shown) {
        TextTable table = new TextTable().textColumn("port").textColumn("queue");
        shown.forEach(column -> table.numberColumn(column.group(), column.heading()));
        rows.forEach(row -> table.addRow(Stream.concat(
                        Stream.of(row.device(), row.queue().name()),
                        shown.stream().map(column -> column.cell(row.queue())))
                .toList()));
        return Arrays.asList(table.toString().split("\n"));
    }

    private static double sortValue(ActivityRow row, TopState state) {
        return ActivityColumn.ALL
                .get(state.sortColumn())
                .value()
                .apply(row.queue())
                .orElse(-1);
    }

    private String coloured(String line, ActivityRow row) {
        return row.isDropping() ? style.red(line) : row.isAboveThreshold() ? style.yellow(line) : line;
    }
}
