// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.mqecn.host.PortDifference;

/** Prints what differs between ports and the files that specify them. */
public final class PortDifferenceView {
    private final PrintWriter out;

    public PortDifferenceView(PrintWriter out) {
        this.out = out;
    }

    /** Prints a table, or nothing if nothing differs. */
    public void print(List<PortDifference> differences, boolean json) throws IOException {
        if (json) {
            printJson(differences);
        } else if (!differences.isEmpty()) {
            TextTable table = new TextTable()
                    .textColumn("device")
                    .textColumn("setting")
                    .textColumn("kernel")
                    .textColumn("file");
            differences.forEach(
                    each -> table.addRow(List.of(each.device(), each.setting(), each.present(), each.wanted())));
            table.print(out);
        }
    }

    private void printJson(List<PortDifference> differences) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (PortDifference each : differences) {
                    json.object(() -> {
                        json.field("device", each.device());
                        json.field("setting", each.setting());
                        json.field("kernel", each.present());
                        json.field("file", each.wanted());
                    });
                }
            });
        }
    }
}
