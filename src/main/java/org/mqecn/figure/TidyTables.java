// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.mqecn.figure.chart.Csv;
import org.mqecn.result.FlowRow;
import org.mqecn.result.QueueRow;
import org.mqecn.result.QueueTable;
import org.mqecn.result.RttSeries;
import org.mqecn.result.RunFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Results as tables for statistics programs (Wickham, "Tidy Data", 2014): a row for each observation, and a column for each
 * variable of the scenario in every table.
 */
public final class TidyTables {
    /** Adds the rows of a run to a table. */
    private interface RowWriter {
        void write(Csv csv, Runnable caseColumns, RunFile run);
    }

    /** A table and its own columns. */
    private enum Table {
        METRICS(List.of("valid", "metric", "value"), TidyTables::addMetrics),
        FLOWS(
                List.of(
                        "traffic",
                        "service",
                        "dscp",
                        "start_ns",
                        "fct_ns",
                        "bytes",
                        "retransmitted",
                        "delivered_ce",
                        "dctcp"),
                TidyTables::addFlows),
        RTTS(List.of("kind", "traffic", "dscp", "rtt_us"), TidyTables::addRtts),
        QUEUES(
                List.of(
                        "port",
                        "time_us",
                        "queue",
                        "backlog_bytes",
                        "threshold_bytes",
                        "marked_packets",
                        "dropped_packets"),
                TidyTables::addQueues);

        private final List<String> columns;
        private final RowWriter rows;

        Table(List<String> columns, RowWriter rows) {
            this.columns = columns;
            this.rows = rows;
        }

        private String fileName() {
            return name().toLowerCase(Locale.ROOT) + ".csv";
        }
    }

    private final ResultFolder folder;

    private TidyTables(ResultFolder folder) {
        this.folder = folder;
    }

    /** Those of a folder; {@link UserError} if it has no runs. */
    public static TidyTables of(Path folder) {
        return new TidyTables(ResultFolder.read(folder));
    }

    /**
     * Writes a CSV file for each table.
     *
     * @param into created if missing
     * @return the files
     * @throws UserError if one cannot be written
     */
    public List<Path> write(Path into) {
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(into);
            for (Table table : Table.values()) {
                Path file = into.resolve(table.fileName());
                write(table, file);
                files.add(file);
            }
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot write tables to " + into + ": " + IoErrors.describe(e), "name another folder: --out DIR");
        }
        return files;
    }

    /** Run by run: the tables of all may not fit into memory. */
    private void write(Table table, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            Csv header = new Csv();
            folder.variables().keySet().forEach(header::cell);
            header.cell("repetition").cell("seed");
            table.columns.forEach(header::cell);
            header.endRow();
            writer.write(header.toString());
            for (RunFile run : folder.runs()) {
                Csv csv = new Csv();
                table.rows.write(csv, () -> addCase(csv, run), run);
                writer.write(csv.toString());
            }
        }
    }

    private void addCase(Csv csv, RunFile run) {
        folder.variables()
                .keySet()
                .forEach(name -> csv.cell(text(run.parameters().get(name))));
        csv.cell(Integer.toString(run.repetition())).cell(Long.toString(run.seed()));
    }

    private static String text(Object value) {
        return Objects.toString(value, "");
    }

    private static void addMetrics(Csv csv, Runnable caseColumns, RunFile run) {
        run.metrics().forEach((name, value) -> {
            caseColumns.run();
            csv.cell(text(run.valid())).cell(name).cell(value).endRow();
        });
    }

    private static void addFlows(Csv csv, Runnable caseColumns, RunFile run) {
        for (FlowRow flow : run.flowRows()) {
            caseColumns.run();
            csv.cell(flow.traffic())
                    .cell(text(flow.service()))
                    .cell(text(flow.dscp()))
                    .cell(text(flow.startNs()))
                    .cell(text(flow.fctNs()))
                    .cell(text(flow.bytes()))
                    .cell(text(flow.retransmitted()))
                    .cell(text(flow.deliveredCe()))
                    .cell(text(flow.dctcp()))
                    .endRow();
        }
    }

    private static void addRtts(Csv csv, Runnable caseColumns, RunFile run) {
        run.rtt().forEach(series -> addRtts(csv, caseColumns, "probe", series));
        run.srtt().forEach(series -> addRtts(csv, caseColumns, "smoothed", series));
    }

    private static void addRtts(Csv csv, Runnable caseColumns, String kind, RttSeries series) {
        for (double sample : series.samplesUs()) {
            caseColumns.run();
            csv.cell(kind)
                    .cell(series.traffic())
                    .cell(text(series.dscp()))
                    .cell(sample)
                    .endRow();
        }
    }

    private static void addQueues(Csv csv, Runnable caseColumns, RunFile run) {
        run.queueTables().forEach(table -> addQueues(csv, caseColumns, table));
    }

    private static void addQueues(Csv csv, Runnable caseColumns, QueueTable table) {
        for (QueueRow row : table.rows()) {
            caseColumns.run();
            csv.cell(table.port())
                    .cell(text(row.timeUs()))
                    .cell(text(row.queue()))
                    .cell(text(row.backlogBytes()))
                    .cell(text(row.thresholdBytes()))
                    .cell(text(row.markedPackets()))
                    .cell(text(row.droppedPackets()))
                    .endRow();
        }
    }
}
