// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mqecn.figure.ValueTable.ValueColumn;
import org.mqecn.figure.ValueTable.ValueRow;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.RunHeader;

/** Where the runs of a page come from, and how to reproduce them. */
final class Provenance {
    private final List<RunFile> runs;
    private final ExperimentSummary summary;

    Provenance(ResultFolder folder) {
        runs = folder.runs();
        summary = folder.summary();
    }

    String command() {
        return Html.escape(
                summary.command().isEmpty()
                        ? "mqecn run scenario.yaml --seed "
                                + runs.stream()
                                        .map(RunFile::seed)
                                        .min(Long::compare)
                                        .map(String::valueOf)
                                        .orElseThrow()
                        : summary.command());
    }

    String versions() {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        runs.forEach(
                run -> run.versions().forEach((name, version) -> versions.computeIfAbsent(name, each -> new TreeSet<>())
                        .add(version)));
        return versions.entrySet().stream()
                .map(entry -> "<tr><th class=\"first\" scope=\"row\">"
                        + Html.escape(entry.getKey().replace('_', ' ')) + "</th>"
                        + Html.cell("first", Html.escape(String.join(", ", entry.getValue()))) + "</tr>")
                .collect(Collectors.joining("\n"));
    }

    /** All metrics of each run. */
    String metricsTable() {
        List<String> metrics = runs.stream()
                .flatMap(run -> run.metrics().keySet().stream())
                .distinct()
                .toList();
        List<ValueRow> rows = new ArrayList<>();
        for (RunFile run : runs) {
            rows.add(new ValueRow(
                    run.label() + (run.isReported() ? " " + RunFault.BADGE : run.valid() ? "" : " (invalid)"),
                    false,
                    metrics.stream()
                            .map(metric -> ValueTable.cell(RunSelection.statistics(List.of(run), metric), false))
                            .toList()));
        }
        return new ValueTable("run", metrics.stream().map(ValueColumn::of).toList(), rows, "").html();
    }

    /** The configuration of ports as read back, once for all runs that share it. */
    String configurations() throws JsonProcessingException {
        Map<String, List<String>> byText = new LinkedHashMap<>();
        for (RunFile run : runs) {
            if (!run.configuration().isEmpty()) {
                byText.computeIfAbsent(
                                new ObjectMapper()
                                        .writerWithDefaultPrettyPrinter()
                                        .writeValueAsString(run.configuration()),
                                text -> new ArrayList<>())
                        .add(run.label());
            }
        }
        return byText.entrySet().stream()
                .map(entry -> "<details><summary>Ports as read back: "
                        + Html.escape(shortened(entry.getValue())) + "</summary>\n<pre>" + Html.escape(entry.getKey())
                        + "</pre></details>\n")
                .collect(Collectors.joining());
    }

    private static String shortened(List<String> labels) {
        return labels.get(0) + (labels.size() == 1 ? "" : " and " + (labels.size() - 1) + " more");
    }

    /** When, where and how long the runs were made. */
    String runInfo() {
        List<String> times = distinct(RunHeader::when);
        String machines = String.join("; ", distinct(RunHeader::machine));
        String environments = String.join("; ", distinct(RunHeader::environment));
        String commits = String.join(", ", distinct(RunHeader::commit));
        String javas = String.join(", ", distinct(RunHeader::java));
        double seconds = runs.stream()
                .mapToDouble(run -> run.headerOrEmpty().wallSeconds())
                .sum();
        return Html.escape(runs.size()
                + (runs.size() == 1 ? " run" : " runs")
                + (times.isEmpty() ? "" : ", from " + times.get(0))
                + (times.size() < 2 ? "" : " to " + times.get(times.size() - 1))
                + (machines.isEmpty() ? "" : ", on " + machines)
                + (environments.isEmpty() ? "" : " (" + environments + ")")
                + (commits.isEmpty() ? "" : ", by commit " + commits)
                + (javas.isEmpty() ? "" : ", with Java " + javas)
                + String.format(Locale.ROOT, ", %.0f s in total", seconds));
    }

    private List<String> distinct(Function<RunHeader, String> part) {
        return runs.stream()
                .map(RunFile::headerOrEmpty)
                .map(part)
                .filter(text -> text != null && !text.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }
}
