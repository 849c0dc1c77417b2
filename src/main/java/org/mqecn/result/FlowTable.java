// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** Flows that completed in a run: a row per flow. */
public record FlowTable(
        @JsonPropertyDescription("Names of the values of a row, in order.") List<String> columns,
        @JsonPropertyDescription("A row per flow.") List<FlowRow> rows) {
    private static final List<String> COLUMNS = RecordFields.columns(FlowRow.class);
    static final FlowTable EMPTY = of(List.of());

    public FlowTable {
        RecordFields.requireColumns(COLUMNS, columns);
    }

    public static FlowTable of(List<FlowRow> rows) {
        return new FlowTable(COLUMNS, rows);
    }
}
