// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.rank.ClassificationTable;
import org.mqecn.rank.ClassificationTable.ClassificationRow;
import org.mqecn.value.Dscp;

/** Prints how ports map DSCP and priority to queues or ranks. */
public final class ClassificationView {
    private ClassificationView() {}

    public static void print(PrintWriter out, ClassificationTable table) {
        out.println(PortTitle.of(table.port()));
        TextTable textTable = new TextTable()
                .textColumn("dscp")
                .numberColumn("", "value")
                .numberColumn("", "drop precedence")
                .textColumn("priority")
                .numberColumn("", table.targetKind());
        table.attribute().ifPresent(attribute -> textTable.numberColumn("", attribute));
        textTable.textColumn("rules");
        table.rows().forEach(row -> textTable.addRow(cells(table, row)));
        table.defaultTarget().ifPresent(target -> textTable.addRow(List.of("other", "-", "-", "-", target, "-")));
        if (!table.rows().isEmpty()) {
            textTable.print(out);
        }
        table.notes().forEach(note -> out.println("note: " + note));
    }

    private static List<String> cells(ClassificationTable table, ClassificationRow row) {
        List<String> cells = new ArrayList<>(List.of(
                row.dscp().map(Dscp::toString).orElse("unchanged"),
                row.dscp().map(dscp -> Integer.toString(dscp.value())).orElse("-"),
                row.dscp()
                        .filter(dscp -> dscp.dropPrecedence() > 0)
                        .map(dscp -> Integer.toString(dscp.dropPrecedence()))
                        .orElse("-"),
                row.priority().map(Object::toString).orElse("-"),
                row.target().orElse("by packet")));
        table.attribute().ifPresent(attribute -> cells.add(row.attribute().orElse("-")));
        cells.add(row.rules().isEmpty() ? "-" : String.join(", ", row.rules()));
        return cells;
    }

    public static void printJson(PrintWriter out, List<ClassificationTable> tables) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (ClassificationTable table : tables) {
                    json.object(() -> write(json, table));
                }
            });
        }
    }

    private static void write(JsonWriter json, ClassificationTable table) throws IOException {
        json.field("device", table.port().device());
        json.field("kind", table.port().kind());
        json.field("handle", table.port().handle());
        json.name("mappings");
        json.array(() -> {
            for (ClassificationRow row : table.rows()) {
                json.object(() -> write(json, table, row));
            }
        });
        json.stringArray("notes", table.notes());
    }

    private static void write(JsonWriter json, ClassificationTable table, ClassificationRow row) throws IOException {
        if (row.dscp().isPresent()) {
            json.field("dscp", row.dscp().get().value());
            json.field("name", row.dscp().get().toString());
            json.field("drop_precedence", row.dscp().get().dropPrecedence());
        }
        if (row.priority().isPresent()) {
            json.field("priority", row.priority().get().toString());
        }
        if (row.target().isPresent()) {
            json.name(table.targetKind());
            json.numberOrText(row.target().get());
        }
        if (row.attribute().isPresent()) {
            json.field(table.attribute().orElseThrow(), row.attribute().get());
        }
        json.stringArray("rules", row.rules());
    }
}
