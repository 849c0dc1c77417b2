// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.mqecn.port.Counter;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.SchemeSetting;

/** Prints what a marking scheme or a buffer policy declares. */
public final class SchemeView {
    private SchemeView() {}

    public static void print(DwrrScheme scheme, PrintWriter out) {
        out.println(scheme.name() + " (" + scheme.role().words() + "): " + scheme.text());
        if (!scheme.paper().isEmpty()) {
            out.println("paper: " + scheme.paper());
        }
        if (!scheme.settings().isEmpty()) {
            out.println();
            printParameters(scheme.settings(), out);
        }
        if (!scheme.counters().isEmpty()) {
            out.println();
            out.println("statistics of each queue: "
                    + String.join(
                            ", ",
                            scheme.counters().stream().map(Counter::heading).toList()));
        }
    }

    private static void printParameters(List<SchemeSetting> parameters, PrintWriter out) {
        TextTable table = new TextTable()
                .textColumn("parameter")
                .textColumn("of each")
                .textColumn("range")
                .textColumn("default")
                .textColumn("description");
        for (SchemeSetting each : parameters) {
            table.addRow(List.of(
                    each.key(),
                    each.isPerQueue() ? "queue" : "port",
                    each.range(),
                    each.quantity().format(each.defaultValue()),
                    each.description()));
        }
        table.print(out);
    }

    /** Writes the fields of a JSON object. */
    public static void writeFields(JsonWriter json, DwrrScheme scheme) throws IOException {
        json.field("scheme", scheme.name());
        json.field("setting", scheme.role().setting().key());
        json.field("description", scheme.text());
        json.field("paper", scheme.paper());
        json.name("parameters");
        json.array(() -> {
            for (SchemeSetting each : scheme.settings()) {
                json.object(() -> {
                    json.field("parameter", each.key());
                    json.field("description", each.description());
                    json.field("per_queue", each.isPerQueue());
                    json.field("unit", each.quantity().unit());
                    json.field("min", each.spec().min());
                    json.field("max", each.spec().max());
                    json.field("default", each.defaultValue());
                    json.field("at_least", each.relations().atLeast());
                    json.field("only_with", each.relations().onlyWith());
                    json.field("threshold", each.relations().isThreshold());
                });
            }
        });
        json.stringArray(
                "statistics", scheme.counters().stream().map(Counter::jsonName).toList());
    }
}
