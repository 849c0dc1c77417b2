// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.result.CaseLabels;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFile;
import org.mqecn.schema.Problems;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlTree;
import org.mqecn.value.UserError;

/**
 * The results of {@code mqecn run}: a folder.
 *
 * @param runs in the order of the values of variables
 * @param variables the values of each variable
 * @param figures those of the scenario
 * @param scenario its text
 */
record ResultFolder(
        List<RunFile> runs,
        Map<String, List<String>> variables,
        List<FigureSpec> figures,
        ExperimentSummary summary,
        String scenario) {
    /** Name of the variable of combined folders. */
    private static final String FOLDER_VARIABLE = "results";

    /** @throws UserError if there are no runs */
    static ResultFolder read(Path folder) {
        ResultLayout files = new ResultLayout(folder);
        ExperimentSummary summary =
                Files.exists(files.summary()) ? ResultFiles.readSummary(files.summary()) : ExperimentSummary.EMPTY;
        List<RunFile> runs = new ArrayList<>(runNames(files, summary).stream()
                .map(name -> ResultFiles.readRun(files.run(name)))
                .toList());
        if (runs.isEmpty()) {
            throw new UserError("no runs in " + files.runs(), "create them: mqecn run SCENARIO --out " + folder);
        }
        String text = readIfPresent(files.scenario()).orElse(runs.get(0).document());
        Problems problems = new Problems();
        Optional<YamlNode> document = Yaml.read(ResultLayout.SCENARIO, text, problems);
        List<FigureSpec> figures = document.flatMap(yamlNode -> YamlTree.get(yamlNode, FigureSchema.FIGURES.name()))
                .flatMap(yamlNode -> FigureSchema.FIGURES.kind().read(FigureSchema.FIGURES.name(), yamlNode, problems))
                .orElse(List.of());
        problems.list().stream()
                .filter(problem -> !problem.warning())
                .findFirst()
                .ifPresent(problem -> {
                    throw UserError.usage(problem.message(), problem.remedy());
                });
        Map<String, List<String>> varied = variables(runs, document);
        runs.sort((one, other) -> compare(one, other, varied));
        return new ResultFolder(
                List.copyOf(runs), varied, figures.isEmpty() ? defaultFigures(runs) : figures, summary, text);
    }

    /** Several folders as one, with a variable more: that of the folder. Figures are those of the first. */
    static ResultFolder combined(List<String> labels, List<ResultFolder> folders) {
        List<RunFile> runs = new ArrayList<>();
        Map<String, List<String>> variables = new LinkedHashMap<>(Map.of(FOLDER_VARIABLE, labels));
        for (int i = 0; i < folders.size(); i++) {
            for (RunFile run : folders.get(i).runs()) {
                Map<String, String> parameters = new LinkedHashMap<>(Map.of(FOLDER_VARIABLE, labels.get(i)));
                parameters.putAll(run.parameters());
                runs.add(run.withParameters(parameters));
            }
            folders.get(i)
                    .variables()
                    .forEach((name, values) ->
                            variables.merge(name, values, (one, other) -> Stream.concat(one.stream(), other.stream())
                                    .distinct()
                                    .toList()));
        }
        runs.sort((one, other) -> compare(one, other, variables));
        ResultFolder first = folders.get(0);
        ExperimentSummary summary = new ExperimentSummary(
                ResultFiles.FORMAT,
                "mqecn results compare " + String.join(" ", labels),
                first.summary().scenario(),
                first.summary().title(),
                first.summary().paper(),
                runs.size(),
                null,
                null,
                null,
                null,
                null);
        return new ResultFolder(List.copyOf(runs), variables, first.figures(), summary, first.scenario());
    }

    /** The runs of the summary: the folder may hold others of the same scenario with other options. */
    private static List<String> runNames(ResultLayout files, ExperimentSummary summary) {
        try {
            return files.runNames().stream().filter(summary::includes).toList();
        } catch (IOException e) {
            throw new UserError(
                    files.folder() + " is not a folder of results: it has no folder " + ResultLayout.RUNS,
                    "give the folder of 'mqecn run --out'");
        }
    }

    private static Optional<String> readIfPresent(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UserError("cannot read " + file, "");
        }
    }

    /** The values of each variable: numbers in numeric order, names in the order of the scenario. */
    private static Map<String, List<String>> variables(List<RunFile> runs, Optional<YamlNode> scenario) {
        Map<String, List<String>> varied = new LinkedHashMap<>();
        for (RunFile run : runs) {
            run.parameters().forEach((name, value) -> {
                List<String> values = varied.computeIfAbsent(
                        name,
                        each -> new ArrayList<>(scenario.map(node -> CaseLabels.ofVariable(node, each))
                                .orElse(List.of())));
                if (!values.contains(value)) {
                    values.add(value);
                }
            });
        }
        varied.replaceAll((name, values) -> VariableValues.sorted(values.stream()
                .filter(value -> runs.stream()
                        .anyMatch(run -> value.equals(run.parameters().get(name))))
                .toList()));
        return varied;
    }

    private static int compare(RunFile one, RunFile other, Map<String, List<String>> varied) {
        for (Map.Entry<String, List<String>> entry : varied.entrySet()) {
            int order = Integer.compare(
                    entry.getValue().indexOf(one.parameters().get(entry.getKey())),
                    entry.getValue().indexOf(other.parameters().get(entry.getKey())));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.repetition(), other.repetition());
    }

    /** The figures of a scenario without figures: a table of all metrics, and the queue occupancy. */
    private static List<FigureSpec> defaultFigures(List<RunFile> runs) {
        List<FigureSpec> figures = new ArrayList<>();
        List<String> metrics = runs.stream()
                .flatMap(run -> run.metrics().keySet().stream())
                .distinct()
                .toList();
        if (!metrics.isEmpty()) {
            figures.add(FigureSpec.of(FigureSpec.FigureType.TABLE, metrics));
        }
        if (runs.stream().anyMatch(run -> run.queueTables().stream()
                .anyMatch(table -> !table.rows().isEmpty()))) {
            figures.add(FigureSpec.of(FigureSpec.FigureType.TRACE, List.of("queues")));
        }
        return figures;
    }
}
