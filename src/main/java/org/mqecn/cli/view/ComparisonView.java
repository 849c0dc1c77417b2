// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.mqecn.figure.Comparison.ComparedMetric;
import org.mqecn.statistics.MeanDifference;
import org.mqecn.statistics.MeanInterval;

/** Prints the comparison of results. */
public final class ComparisonView {
    private ComparisonView() {}

    public static void print(PrintWriter out, List<ComparedMetric> compared) {
        TextTable table = new TextTable()
                .textColumn("case")
                .textColumn("metric")
                .textColumn("results")
                .numberColumn("", "before")
                .numberColumn("", "after")
                .numberColumn("", "change (%)")
                .textColumn("");
        compared.forEach(each -> table.addRow(List.of(
                each.caseLabel(),
                each.metric(),
                each.folder(),
                text(each.before()),
                text(each.after()),
                each.change().map(ComparisonView::text).orElse("-"),
                each.isDifferent() ? "differs" : "")));
        table.print(out);
    }

    static String text(MeanInterval mean) {
        return format("%.1f", mean.mean()) + (mean.hasInterval() ? format(" ± %.1f", mean.halfWidth()) : "");
    }

    private static String text(MeanDifference change) {
        return format("%+.1f", change.percent()) + (change.hasInterval() ? format(" ± %.1f", change.halfWidth()) : "");
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    public static void printJson(PrintWriter out, List<ComparedMetric> compared) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (ComparedMetric each : compared) {
                    json.object(() -> {
                        json.field("case", each.caseLabel());
                        json.field("metric", each.metric());
                        json.field("results", each.folder());
                        write(json, "before", each.before());
                        write(json, "after", each.after());
                        if (each.change().isPresent()) {
                            json.field("change_percent", each.change().get().percent());
                            if (each.change().get().hasInterval()) {
                                json.field(
                                        "change_half_width", each.change().get().halfWidth());
                            }
                        }
                        json.field("paired", each.isPaired());
                        json.field("differs", each.isDifferent());
                    });
                }
            });
        }
    }

    private static void write(JsonWriter json, String name, MeanInterval mean) throws IOException {
        json.name(name);
        json.object(() -> {
            json.field("mean", mean.mean());
            json.field("repetitions", mean.count());
            if (mean.hasInterval()) {
                json.field("half_width", mean.halfWidth());
            }
        });
    }
}
