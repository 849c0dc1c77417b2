// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.port.PortActivity;
import org.mqecn.port.QueueActivity;

/** Shows the queues of all ports in one table, as {@code mqecn top} does: sorted, filtered, fitted to a terminal. */
public final class TopView {
    private static final int HEADER_LINES = 2;
    private static final int TABLE_HEADING_LINES = 2;
    private static final int FOOTER_LINES = 1;

    private record TopRow(String device, QueueActivity activity) {
        boolean isBusy() {
            return activity.value("sent_packets").orElse(0) > 0
                    || activity.value("backlog_packets").orElse(0) > 0
                    || activity.dropped() > 0;
        }

        double number(ActivityColumn column) {
            return column.value().apply(activity).orElse(-1);
        }
    }

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
        List<TopRow> rows = rows(ports, state);
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

    private static List<TopRow> rows(List<PortActivity> ports, TopState state) {
        Comparator<TopRow> order = state.sortColumn() < 0
                ? (one, other) -> 0
                : Comparator.comparingDouble((TopRow row) -> row.number(ActivityColumn.ALL.get(state.sortColumn())))
                        .reversed();
        List<TopRow> rows = ports.stream()
                .filter(port -> port.port().device().contains(state.filter()))
                .flatMap(TopView::queues)
                .filter(row -> !state.busyOnly() || row.isBusy())
                .sorted(order)
                .collect(Collectors.toCollection(ArrayList::new));
        if (state.ascending()) {
            Collections.reverse(rows);
        }
        return rows;
    }

    /** The queues of a port; of one without queues, the port. */
    private static Stream<TopRow> queues(PortActivity port) {
        List<QueueActivity> all = port.rows();
        return all.subList(0, Math.max(1, all.size() - 1)).stream()
                .map(activity -> new TopRow(port.port().device(), activity));
    }

    /** Two lines of headings, and a line for each row; less important columns are left out until it fits. */
    private List<String> table(List<TopRow> rows) {
        List<ActivityColumn> shown = new ArrayList<>(ActivityColumn.ALL);
        shown.removeIf(column -> !column.fixed()
                && rows.stream()
                        .allMatch(row -> column.value().apply(row.activity()).isEmpty()));
        List<String> text = text(rows, shown);
        while (text.get(1).length() > width && shown.size() > 1) {
            shown.remove(shown.stream()
                    .min(Comparator.comparingInt(ActivityColumn::importance))
                    .orElseThrow());
            text = text(rows, shown);
        }
        return text.stream().map(this::cut).toList();
    }

    private static List<String> text(List<TopRow> rows, List<ActivityColumn> shown) {
        TextTable table = new TextTable().textColumn("port").textColumn("queue");
        shown.forEach(column -> table.numberColumn(column.group(), column.heading()));
        rows.forEach(row -> table.addRow(Stream.concat(
                        Stream.of(row.device(), row.activity().name()),
                        shown.stream().map(column -> column.cell(row.activity())))
                .toList()));
        return Arrays.asList(table.toString().split("\n"));
    }

    private String coloured(String line, TopRow row) {
        QueueActivity queue = row.activity();
        boolean above = queue.threshold().isPresent()
                && queue.occupancy().orElse(0) > queue.threshold().getAsLong();
        return queue.dropped() > 0 ? style.red(line) : above ? style.yellow(line) : line;
    }
}
