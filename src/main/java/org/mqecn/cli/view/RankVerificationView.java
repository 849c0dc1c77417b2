// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.port.Port;
import org.mqecn.rank.RankVerifier;
import org.mqecn.rank.RankVerifier.ProbeResult;
import org.mqecn.rank.RankVerifier.ProbeStatus;

/** Prints which test packets reached the queue or rank that the rules give them. */
public final class RankVerificationView {
    private RankVerificationView() {}

    public static void print(PrintWriter out, Port port, List<ProbeResult> results) {
        out.println(PortTitle.of(port));
        TextTable textTable = new TextTable()
                .textColumn("")
                .textColumn("packets")
                .textColumn("dscp")
                .textColumn("priority")
                .numberColumn("", "sent")
                .numberColumn("", "rule hits")
                .numberColumn("", RankVerifier.targetKind(port))
                .numberColumn("", "arrived")
                .textColumn("");
        for (ProbeResult result : results) {
            textTable.addRow(List.of(
                    mark(result.status()),
                    result.packets(),
                    result.dscp().map(Object::toString).orElse("-"),
                    result.priority().map(Object::toString).orElse("-"),
                    Long.toString(result.sent()),
                    result.counted().map(Object::toString).orElse("-"),
                    result.target().orElse("-"),
                    Long.toString(result.arrived()),
                    result.note()));
        }
        textTable.print(out);
    }

    private static String mark(ProbeStatus status) {
        return switch (status) {
            case PASSED -> "[✓]";
            case FAILED -> "[✗]";
            case WARNED, SKIPPED -> "[!]";
        };
    }

    public static void printJson(PrintWriter out, Map<Port, List<ProbeResult>> results) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (Map.Entry<Port, List<ProbeResult>> entry : results.entrySet()) {
                    json.object(() -> write(json, entry.getKey(), entry.getValue()));
                }
            });
        }
    }

    private static void write(JsonWriter json, Port port, List<ProbeResult> results) throws IOException {
        json.field("device", port.device());
        json.name("results");
        json.array(() -> {
            for (ProbeResult result : results) {
                json.object(() -> write(json, RankVerifier.targetKind(port), result));
            }
        });
    }

    private static void write(JsonWriter json, String targetKind, ProbeResult result) throws IOException {
        json.field("packets", result.packets());
        json.field("status", result.status().name().toLowerCase(Locale.ROOT));
        if (result.dscp().isPresent()) {
            json.field("dscp", result.dscp().get().value());
        }
        if (result.priority().isPresent()) {
            json.field("priority", result.priority().get().toString());
        }
        json.field("sent", result.sent());
        if (result.counted().isPresent()) {
            json.field("rule_hits", result.counted().get());
        }
        if (result.target().isPresent()) {
            json.name(targetKind);
            json.numberOrText(result.target().get());
        }
        json.field("arrived", result.arrived());
        json.field("note", result.note());
    }
}
