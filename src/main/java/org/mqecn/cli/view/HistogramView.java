// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.mqecn.port.Histogram;
import org.mqecn.port.QueueHistograms;

/** Prints histograms of queues: their quantiles in a table, all buckets in JSON. */
final class HistogramView {
    private static final double NANOS_PER_MICRO = 1000;

    private HistogramView() {}

    /** Prints one row per queue. */
    static void print(PrintWriter out, List<QueueHistograms> queues) {
        TextTable table = new TextTable().textColumn("queue");
        for (String group : List.of("sojourn µs", "occupancy bytes")) {
            QueueHistograms.QUANTILES.keySet().forEach(quantile -> table.numberColumn(group, quantile));
            table.numberColumn(group, "highest");
        }
        for (int queue = 0; queue < queues.size(); queue++) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(queue)));
            addCells(cells, queues.get(queue).sojourn(), NANOS_PER_MICRO);
            addCells(cells, queues.get(queue).occupancy(), 1);
            table.addRow(cells);
        }
        table.print(out);
    }

    private static void addCells(List<String> cells, Histogram histogram, double divisor) {
        for (double probability : QueueHistograms.QUANTILES.values()) {
            cells.add(cell(histogram.quantile(probability), divisor));
        }
        cells.add(
                cell(histogram.packets() == 0 ? OptionalLong.empty() : OptionalLong.of(histogram.highest()), divisor));
    }

    private static String cell(OptionalLong value, double divisor) {
        return value.isEmpty()
                ? "-"
                : divisor == 1
                        ? Long.toString(value.getAsLong())
                        : String.format(Locale.ROOT, "%.1f", value.getAsLong() / divisor);
    }

    /** Writes the fields of a queue; the names are those of tc, and the quantiles. */
    static void write(JsonWriter json, QueueHistograms histograms) throws IOException {
        write(json, "sojourn", "ns", histograms.sojourn());
        write(json, "occupancy", "bytes", histograms.occupancy());
    }

    private static void write(JsonWriter json, String name, String unit, Histogram histogram) throws IOException {
        for (var quantile : QueueHistograms.QUANTILES.entrySet()) {
            OptionalLong value = histogram.quantile(quantile.getValue());
            if (value.isPresent()) {
                json.field(name + "_" + quantile.getKey().replace(".", "") + "_" + unit, value.getAsLong());
            }
        }
        json.field(name + "_highest_" + unit, histogram.highest());
        json.field(name + "_sum_" + unit, histogram.sum());
        json.name(name + "_histogram_" + unit);
        json.array(() -> {
            for (Histogram.Bucket bucket : histogram.buckets()) {
                json.value(List.of(bucket.begin(), bucket.packets()));
            }
        });
    }
}
