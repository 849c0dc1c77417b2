// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.mqecn.port.QueueActivity;

/**
 * A column of numbers. One without any value is left out, except {@code fixed} ones of ports with queues: the columns
 * of an idle port stay in place.
 *
 * @param decimals digits after the decimal point
 * @param importance columns of low importance are the first to be left out
 */
public record ActivityColumn(
        String group,
        String heading,
        int decimals,
        int importance,
        boolean fixed,
        Function<QueueActivity, OptionalDouble> value) {
    private static final double MEGA = 1e6;
    private static final double KILO = 1e3;
    private static final double PERCENT = 100;

    /** From left to right. A new counter needs a line here, and nothing else. */
    public static final List<ActivityColumn> ALL = List.of(
            new ActivityColumn("rate", "Mbit/s", 1, 9, false, row -> OptionalDouble.of(row.bitsPerSecond() / MEGA)),
            new ActivityColumn("share", "%", 1, 8, true, row -> scaled(row.share(), PERCENT)),
            new ActivityColumn("weight", "%", 1, 7, true, row -> scaled(row.weight(), PERCENT)),
            new ActivityColumn("marked", "%", 1, 6, true, row -> scaled(row.marked(), PERCENT)),
            new ActivityColumn("ECT", "%", 1, 3, true, row -> scaled(row.ecnCapable(), PERCENT)),
            new ActivityColumn("backlog", "kB", 1, 5, false, row -> value(row, "backlog_bytes", 1 / KILO)),
            new ActivityColumn("K", "kB", 1, 4, false, row -> value(row, "threshold_bytes", 1 / KILO)),
            new ActivityColumn("sojourn", "µs", 1, 5, false, row -> value(row, "sojourn_ns", 1 / KILO)),
            new ActivityColumn("threshold", "µs", 1, 4, false, row -> value(row, "threshold_ns", 1 / KILO)),
            new ActivityColumn("flows", "", 0, 3, false, row -> value(row, "flows", 1)),
            new ActivityColumn("throttled", "flows", 0, 3, false, row -> value(row, "throttled_flows", 1)),
            new ActivityColumn("dropped", "/s", 0, 3, false, row -> OptionalDouble.of(row.dropped())),
            new ActivityColumn("sent", "packets/s", 0, 2, false, row -> value(row, "sent_packets", 1)),
            new ActivityColumn("peak", "kB", 1, 1, false, row -> value(row, "watermark_bytes", 1 / KILO)));

    /**
     * Returns the columns that have something to show.
     *
     * @param hasQueues whether the rows are queues, which keep their fixed columns
     */
    public static List<ActivityColumn> of(List<QueueActivity> rows, boolean hasQueues) {
        return ALL.stream()
                .filter(column -> column.fixed() && hasQueues
                        || rows.stream()
                                .anyMatch(row -> column.value().apply(row).isPresent()))
                .toList();
    }

    /** {@code backlog kB}. */
    public String name() {
        return (group + " " + heading).strip();
    }

    /** The value as text; a dash for none. */
    public String cell(QueueActivity row) {
        OptionalDouble number = value.apply(row);
        return number.isEmpty() ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", number.getAsDouble());
    }

    private static OptionalDouble value(QueueActivity row, String counter, double factor) {
        OptionalLong value = row.value(counter);
        return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(value.getAsLong() * factor);
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isEmpty() ? value : OptionalDouble.of(value.getAsDouble() * factor);
    }
}
