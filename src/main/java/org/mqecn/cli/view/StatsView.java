// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.mqecn.monitor.PortHeading;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.Port;
import org.mqecn.port.PortActivity;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.TimerLateness;

/** Prints the counters of ports as tables or JSON. */
public final class StatsView {
    /** Counters that are hidden while they are 0: ports rarely count them. */
    private static final Set<Counter> HIDDEN_WHEN_ZERO = Set.of(
            DwrrCounter.ARRIVED_CE_PACKETS,
            DwrrCounter.DROPPED_EARLY,
            DwrrCounter.DROPPED_PURGED,
            DwrrCounter.DROPPED_FILTER,
            DwrrCounter.DROPPED_SPLIT,
            DwrrCounter.LATE_TIMERS,
            DwrrCounter.LOST_BYTES);

    private final PrintWriter out;
    private final boolean json;

    public StatsView(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    public void print(List<Port> ports) throws IOException {
        if (json) {
            printJson(ports);
        } else {
            printTables(ports);
        }
        out.flush();
    }

    /** Prints what a port did in an interval as one line of JSON. */
    public static void printJsonLine(PrintWriter out, Instant time, long elapsedNanos, PortActivity activity)
            throws IOException {
        try (JsonWriter json = new JsonWriter(out).onSingleLine()) {
            json.object(() -> {
                json.field("time", time.truncatedTo(ChronoUnit.MICROS).toString());
                json.field("interval_ns", elapsedNanos);
                write(json, activity.port(), "_per_second");
            });
        }
        out.flush();
    }

    private void printTables(List<Port> ports) {
        String separator = "";
        for (Port port : ports) {
            out.print(separator);
            out.println(PortHeading.of(port));
            if (port.config().kind() == QdiscKind.DWRR) {
                printQueues(port.stats());
                if (!port.stats().histograms().isEmpty()) {
                    HistogramView.print(out, port.stats().histograms());
                }
                EcnHint.of(port).ifPresent(out::println);
                TimerLateness.of(port).map(TimerLateness::describe).ifPresent(out::println);
            } else {
                printCounters(port);
            }
            separator = System.lineSeparator();
        }
    }

    /** Prints one row per queue and one column per counter. */
    private void printQueues(PortStats stats) {
        List<Counter> shown = QdiscKind.DWRR.counters().stream()
                .filter(counter -> isShown(stats, counter))
                .toList();
        TextTable table = new TextTable().textColumn("queue");
        shown.forEach(counter -> table.numberColumn(counter.group(), counter.heading()));
        for (int queue = 0; queue < stats.queues().size(); queue++) {
            table.addRow(row(Integer.toString(queue), stats.queues().get(queue), shown));
        }
        table.addRow(row("port", stats.port(), shown));
        table.print(out);
    }

    /** Prints one row per counter. */
    private void printCounters(Port port) {
        TextTable table = new TextTable()
                .textColumn("statistic")
                .numberColumn("", "value")
                .textColumn("unit");
        for (Counter counter : port.config().kind().counters()) {
            port.stats()
                    .port()
                    .get(counter)
                    .ifPresent(value ->
                            table.addRow(List.of(counter.jsonName(), Long.toUnsignedString(value), counter.heading())));
        }
        table.print(out);
        printRanks(port.stats().ranks());
    }

    /** Prints one row per rank that packets had. */
    private void printRanks(List<Long> ranks) {
        TextTable table = new TextTable().textColumn("rank").numberColumn("", "packets");
        IntStream.range(0, ranks.size())
                .filter(rank -> ranks.get(rank) > 0)
                .forEach(rank -> table.addRow(
                        List.of(rankLabel(rank, ranks.size()), ranks.get(rank).toString())));
        if (ranks.stream().anyMatch(packets -> packets > 0)) {
            table.print(out);
        }
    }

    /** The last rank includes all greater ones. */
    private static String rankLabel(int rank, int ranks) {
        return rank == ranks - 1 ? rank + " and above" : Integer.toString(rank);
    }

    private static boolean isShown(PortStats stats, Counter counter) {
        OptionalLong value = stats.port().get(counter);
        boolean exists = value.isPresent()
                || stats.queues().stream().anyMatch(queue -> queue.get(counter).isPresent());
        return exists
                && counter != DwrrCounter.ROUND_TIME_PS
                && (!HIDDEN_WHEN_ZERO.contains(counter) || value.orElse(0) != 0);
    }

    private static List<String> row(String name, Counters counters, List<Counter> shown) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (Counter counter : shown) {
            OptionalLong value = counters.get(counter);
            cells.add(value.isEmpty() ? "-" : Long.toUnsignedString(value.getAsLong()));
        }
        return cells;
    }

    private void printJson(List<Port> ports) throws IOException {
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.array(() -> {
                for (Port port : ports) {
                    writer.object(() -> write(writer, port, ""));
                }
            });
        }
    }

    private static void write(JsonWriter json, Port port, String suffix) throws IOException {
        json.field("device", port.device());
        json.field("kind", port.kind());
        json.field("handle", port.handle());
        json.field("parent", port.parent());
        json.fields(port.config().toPlainMap(PortHeading.settings(port)));
        List<Counter> counters = port.config().kind().counters();
        write(json, counters, port.stats().port(), suffix);
        if (port.config().kind() == QdiscKind.DWRR) {
            writeQueues(json, counters, port.stats(), suffix);
        } else {
            writeRanks(json, port.stats().ranks(), suffix);
        }
    }

    private static void writeRanks(JsonWriter json, List<Long> ranks, String suffix) throws IOException {
        json.name("ranks");
        json.array(() -> {
            for (int i = 0; i < ranks.size(); i++) {
                int rank = i;
                if (ranks.get(rank) > 0) {
                    json.object(() -> {
                        json.field("rank", rank);
                        json.field("packets" + suffix, ranks.get(rank));
                    });
                }
            }
        });
    }

    private static void writeQueues(JsonWriter json, List<Counter> counters, PortStats stats, String suffix)
            throws IOException {
        json.name("queues");
        json.array(() -> {
            for (int index = 0; index < stats.queues().size(); index++) {
                int queue = index;
                json.object(() -> {
                    json.field("queue", queue);
                    write(json, counters, stats.queues().get(queue), suffix);
                    if (queue < stats.histograms().size()) {
                        HistogramView.write(json, stats.histograms().get(queue));
                    }
                });
            }
        });
    }

    private static void write(JsonWriter json, List<Counter> order, Counters counters, String suffix)
            throws IOException {
        for (Counter counter : order) {
            OptionalLong value = counters.get(counter);
            if (value.isPresent()) {
                json.field(counter.jsonName() + (counter.isCumulative() ? suffix : ""), value.getAsLong());
            }
        }
    }
}
