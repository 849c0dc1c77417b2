// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.TextTable;
import org.mqecn.experiment.scenario.CaseMetrics;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.Variable;
import org.mqecn.result.Metric;
import org.mqecn.result.MetricSource;
import org.mqecn.result.NamedResult;
import org.mqecn.result.Samples;

/** The lists of {@code mqecn run}: bundled scenarios, and metrics and samples. */
final class ScenarioLists {
    private static final String NAME = "name";

    private final PrintWriter out;
    private final boolean json;

    ScenarioLists(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void printScenarios(Path folder) throws IOException {
        List<ScenarioFile.ScenarioListing> scenarios = ScenarioFile.list(folder);
        if (json) {
            printJson(scenarios.stream()
                    .map(each -> fields(NAME, each.name(), "title", each.title()))
                    .toList());
            return;
        }
        TextTable table = new TextTable().textColumn("scenario").textColumn("title");
        scenarios.forEach(each -> table.addRow(List.of(each.name(), each.title())));
        table.print(out);
    }

    /** Prints all metrics and samples. */
    void printMetrics() throws IOException {
        print(listed(Metric.values()), listed(Samples.values()));
        if (!json) {
            out.println();
            out.println(
                    "TRAFFIC: name of a traffic, with _ for -. N: a number. BIN: all flows, small (below 100 KiB), medium");
            out.println(
                    "or large (10 MiB or more) ones. 'mqecn run SCENARIO --metrics' lists the names of a scenario.");
        }
    }

    /** Prints the metrics and samples of a scenario, with the cases that give them. */
    void printMetrics(Scenario scenario) throws IOException {
        print(listed(scenario, CaseMetrics::metrics), listed(scenario, CaseMetrics::samples));
    }

    /**
     * A name with its meaning.
     *
     * @param givenBy the cases that give it, or what a case needs in order to give it
     */
    private record ListedResult(String name, NamedResult result, String givenBy) {
        Map<String, String> toFields(String kind) {
            return fields(
                    "kind",
                    kind,
                    NAME,
                    name,
                    "unit",
                    result.unit().symbol(),
                    "given_by",
                    givenBy,
                    "description",
                    result.description());
        }
    }

    private static List<ListedResult> listed(NamedResult... results) {
        return Stream.of(results)
                .map(each ->
                        new ListedResult(each.template(), each, each.source().text()))
                .toList();
    }

    private static List<ListedResult> listed(Scenario scenario, Function<CaseMetrics, Map<String, NamedResult>> names) {
        Map<String, NamedResult> results = new LinkedHashMap<>();
        Map<String, Set<Map<String, String>>> giving = new LinkedHashMap<>();
        for (ScenarioCase each : scenario.cases()) {
            names.apply(CaseMetrics.of(each)).forEach((name, result) -> {
                results.put(name, result);
                giving.computeIfAbsent(name, first -> new LinkedHashSet<>()).add(each.parameters());
            });
        }
        return results.entrySet().stream()
                .map(entry -> new ListedResult(
                        entry.getKey(), entry.getValue(), describe(giving.get(entry.getKey()), scenario)))
                .toList();
    }

    /** Cases in few words: all, those with some values of one variable, or their number. */
    private static String describe(Set<Map<String, String>> cases, Scenario scenario) {
        Set<Map<String, String>> all = new LinkedHashSet<>();
        scenario.cases().forEach(each -> all.add(each.parameters()));
        if (cases.size() == all.size()) {
            return MetricSource.EVERY_CASE.text();
        }
        for (Variable variable : scenario.variables()) {
            Set<String> values = new LinkedHashSet<>();
            cases.forEach(each -> values.add(each.get(variable.name())));
            if (all.stream()
                            .filter(each -> values.contains(each.get(variable.name())))
                            .count()
                    == cases.size()) {
                return variable.name() + " " + String.join(", ", values);
            }
        }
        return cases.size() + " of " + all.size() + " cases";
    }

    private void print(List<ListedResult> metrics, List<ListedResult> samples) throws IOException {
        if (json) {
            printJson(Stream.concat(
                            metrics.stream().map(each -> each.toFields("metric")),
                            samples.stream().map(each -> each.toFields("samples")))
                    .toList());
            return;
        }
        print("metric", metrics);
        out.println();
        print("samples (for cdf:)", samples);
    }

    private void print(String heading, List<ListedResult> results) {
        TextTable table = new TextTable()
                .textColumn(heading)
                .textColumn("unit")
                .textColumn("given by")
                .textColumn("meaning");
        results.forEach(each -> table.addRow(List.of(
                each.name(),
                each.result().unit().symbol(),
                each.givenBy(),
                each.result().description())));
        table.print(out);
    }

    private void printJson(List<Map<String, String>> rows) throws IOException {
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.value(rows);
        }
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
