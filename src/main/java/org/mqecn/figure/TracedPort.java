// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Comparator;
import java.util.Optional;
import org.mqecn.result.Metric;
import org.mqecn.result.QueueTable;
import org.mqecn.result.RunFile;

/**
 * The port of a run that a trace shows: the measured one or, of several, the one that the figure names or else the one
 * with the highest occupancy.
 */
record TracedPort(RunFile run, QueueTable table) {
    private static final String ANY = "queues";

    /** @param subject of the figure: {@code queues}, or the name of a port */
    static Optional<TracedPort> find(RunFile run, String subject) {
        return run.queueTables().stream()
                .filter(table -> !table.rows().isEmpty()
                        && (subject.equals(ANY) || table.port().equals(subject)))
                .max(Comparator.comparingDouble(
                        table -> run.metrics().getOrDefault(Metric.WATERMARK_OF_PORT.ofPort(table.port()), 0.0)))
                .map(table -> new TracedPort(run, table));
    }

    /** For a caption: of several ports, with how it was chosen. */
    String describe() {
        return table.port()
                + (run.queueTables().size() == 1
                        ? ""
                        : " (of " + run.queueTables().size() + ")");
    }
}
