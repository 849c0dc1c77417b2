// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.mqecn.monitor.ActivityColumn;
import org.mqecn.monitor.PortHeading;
import org.mqecn.port.PortActivity;
import org.mqecn.port.QueueActivity;

/**
 * Shows what ports did in an interval: a row per queue, with bars for its share and its occupancy, in which a line marks
 * the weight and the marking threshold K. Leaves out columns until the rest fits the width.
 */
public final class ActivityView {
    private static final String GAP = "  ";
    /** Room for the heading of a bar. */
    private static final int MIN_BAR = 14;

    private static final int MAX_BAR = 30;
    private static final int BARS = 2;

    private final int width;
    private final TextStyle style;

    /** @param width columns of the terminal */
    public ActivityView(int width, TextStyle style) {
        this.width = width;
        this.style = style;
    }

    /** Returns the lines of one frame. */
    public List<String> lines(List<PortActivity> ports) {
        List<String> lines = new ArrayList<>();
        for (PortActivity port : ports) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(style.bold(cut(PortHeading.of(port.port()))));
            lines.addAll(table(port.rows()));
        }
        return lines;
    }

    private String cut(String text) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private List<String> table(List<QueueActivity> rows) {
        List<ActivityColumn> shown = new ArrayList<>(ActivityColumn.of(rows, rows.size() > 1));
        List<String> text = text(rows, shown);
        while (text.get(1).length() + GAP.length() + MIN_BAR > width && shown.size() > 1) {
            shown.remove(shown.stream()
                    .min(Comparator.comparingInt(ActivityColumn::importance))
                    .orElseThrow());
            text = text(rows, shown);
        }
        return withBars(rows, text);
    }

    /** Two lines of headings and a line for each row, all of equal length. */
    private static List<String> text(List<QueueActivity> rows, List<ActivityColumn> shown) {
        TextTable table = new TextTable().textColumn("queue");
        shown.forEach(column -> table.numberColumn(column.group(), column.heading()));
        rows.forEach(row ->
                table.addRow(Stream.concat(Stream.of(row.name()), shown.stream().map(each -> each.cell(row)))
                        .toList()));
        return Arrays.asList(table.toString().split("\n"));
    }

    private List<String> withBars(List<QueueActivity> rows, List<String> text) {
        int table = text.stream().mapToInt(String::length).max().orElse(0);
        int room = width - table;
        boolean both = room >= BARS * (GAP.length() + MIN_BAR) && rows.size() > 1;
        int bar = Math.min(MAX_BAR, room / (both ? BARS : 1) - GAP.length());
        long scale = scale(rows);
        if (bar < MIN_BAR || scale == 0) {
            return text;
        }
        List<String> lines = new ArrayList<>();
        lines.add(text.get(0));
        lines.add(padded(text.get(1), table)
                + (both ? GAP + padded("share │ weight", bar) : "")
                + GAP
                + (hasThreshold(rows) ? "occupancy │ K" : "occupancy"));
        for (int i = 0; i < rows.size(); i++) {
            QueueActivity row = rows.get(i);
            lines.add((padded(text.get(i + 2), table)
                            + (both ? GAP + shareBar(row, bar) : "")
                            + GAP
                            + (isComparable(row, rows) ? occupancyBar(row, bar, scale) : ""))
                    .stripTrailing());
        }
        return lines;
    }

    private static boolean hasThreshold(List<QueueActivity> rows) {
        return rows.stream().anyMatch(row -> row.threshold().isPresent());
    }

    /** Whether a row's occupancy has the unit of the others': a port has no sojourn time. */
    private static boolean isComparable(QueueActivity row, List<QueueActivity> rows) {
        return row.isSojournTime() == rows.get(0).isSojournTime();
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(Math.max(0, length - text.length()));
    }

    /** The right end of all occupancy bars: twice the greatest threshold, so that it is in the middle, or the peak. */
    private static long scale(List<QueueActivity> rows) {
        if (!hasThreshold(rows)) {
            return rows.stream()
                    .flatMapToLong(row -> row.value("watermark_bytes").stream())
                    .max()
                    .orElse(0);
        }
        return LongStream.concat(
                        rows.stream()
                                .flatMapToLong(row -> row.threshold().stream())
                                .map(value -> 2 * value),
                        rows.stream()
                                .filter(row -> isComparable(row, rows))
                                .flatMapToLong(row -> row.occupancy().stream()))
                .max()
                .orElse(0);
    }

    private String shareBar(QueueActivity row, int length) {
        if (row.share().isEmpty()) {
            return " ".repeat(length);
        }
        return style.cyan(bar(row.share().getAsDouble(), row.weight(), length));
    }

    private String occupancyBar(QueueActivity row, int length, long scale) {
        OptionalLong occupancy = row.occupancy();
        if (occupancy.isEmpty()) {
            return "";
        }
        OptionalDouble mark = row.threshold().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) row.threshold().getAsLong() / scale);
        String bar = bar((double) occupancy.getAsLong() / scale, mark, length);
        boolean above = row.threshold().isPresent()
                && occupancy.getAsLong() > row.threshold().getAsLong();
        return row.dropped() > 0 ? style.red(bar) : above ? style.yellow(bar) : style.green(bar);
    }

    /** A bar whose filled part and mark are fractions of its length. */
    private static String bar(double filled, OptionalDouble mark, int length) {
        int end = (int) Math.round(Math.min(1, filled) * length);
        StringBuilder bar = new StringBuilder("█".repeat(end) + "·".repeat(length - end));
        if (mark.isPresent()) {
            bar.setCharAt((int) Math.min(length - 1, mark.getAsDouble() * length), '│');
        }
        return bar.toString();
    }
}
