// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** Occupancy of the queues of a measured port over time: a row for each change of a queue. */
public record QueueTable(
        @JsonPropertyDescription("The port, SWITCH:NEIGHBOUR.") String port,
        @JsonPropertyDescription("Names of the values of a row, in order.") List<String> columns,
        @JsonPropertyDescription("A row for each sample in which a queue differs from its last row.")
                List<QueueRow> rows) {
    private static final List<String> COLUMNS = RecordFields.columns(QueueRow.class);
    static final QueueTable EMPTY = of("", List.of());

    public QueueTable {
        RecordFields.requireColumns(COLUMNS, columns);
    }

    public static QueueTable of(String port, List<QueueRow> rows) {
        return new QueueTable(port, COLUMNS, rows);
    }
}
