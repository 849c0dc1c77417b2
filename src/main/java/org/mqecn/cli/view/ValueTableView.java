// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mqecn.figure.ValueTable;
import org.mqecn.figure.ValueTable.ValueRow;

/** A table of measured values as text; a value outside the tolerance of its check has a star. */
public final class ValueTableView {
    private static final String FAILED_MARK = "*";

    private ValueTableView() {}

    public static String text(List<ValueTable> tables) {
        return tables.stream().map(ValueTableView::text).collect(Collectors.joining("\n"));
    }

    public static String text(ValueTable table) {
        TextTable text = new TextTable().textColumn(table.corner());
        table.columns().forEach(column -> text.numberColumn(column.group(), column.heading()));
        for (ValueRow row : table.rows()) {
            List<String> cells = new ArrayList<>(List.of((row.isPaper() ? "  " : "") + row.name()));
            row.cells().forEach(cell -> cells.add(cell.text() + (cell.isOutOfTolerance() ? FAILED_MARK : "")));
            text.addRow(cells);
        }
        return text + (table.note().isEmpty() ? "" : table.note() + "\n");
    }
}
