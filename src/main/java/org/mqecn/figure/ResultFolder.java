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
import org.mqecn.schema.Problems;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.value.UserError;

/**
 * A folder that {@code mqecn run} left.
 *
 * @param runs in the order of what is varied
 * @param variables the values of what is varied, by name, in the scenario's order
 * @param figures what the scenario asks for
 * @param scenario its text
 */
record ResultFolder(
        List<RunFile> runs,
        Map<String, List<String>> variables,
        List<FigureSpec> figures,
        ExperimentSummary summary,
        String scenario) {
    private static final String RUNS = "runs";
    private static final String SCENARIO = "scenario.yaml";
    private static final String SUFFIX = ".json";
    private static final String SUMMARY = "summary.json";

    /** @throws UserError where there are no runs */
    static ResultFolder read(Path folder) {
        Path file = folder.resolve(SUMMARY);
        ExperimentSummary summary =
                Files.exists(file) ? RunFile.read(file, ExperimentSummary.class) : ExperimentSummary.EMPTY;
        List<RunFile> runs = new ArrayList<>(
                files(folder, summary).stream().map(RunFile::read).toList());
        if (runs.isEmpty()) {
            throw UserError.usage(
                    "there are no runs in " + folder.resolve(RUNS), "make some: mqecn run SCENARIO --out " + folder);
        }
        String text = readIfPresent(folder.resolve(SCENARIO)).orElse(runs.get(0).document());
        Problems problems = new Problems();
        Optional<YamlNode> document = Yaml.read(SCENARIO, text, problems);
        List<FigureSpec> figures = document.flatMap(yamlNode -> child(yamlNode, FigureSchema.FIGURES.name()))
                .flatMap(yamlNode -> FigureSchema.FIGURES.kind().read(FigureSchema.FIGURES.name(), yamlNode, problems))
                .orElse(List.of());
        problems.list().stream()
                .filter(problem -> !problem.warning())
                .findFirst()
                .ifPresent(problem -> {
                    throw UserError.usage(problem.message(), problem.remedy());
                });
        Map<String, List<String>> varied = variables(runs, document.flatMap(yamlNode -> child(yamlNode, "vary")));
        runs.sort((one, other) -> compare(one, other, varied));
        return new ResultFolder(
                List.copyOf(runs), varied, figures.isEmpty() ? defaultFigures(runs) : figures, summary, text);
    }

    /** Those of other ways to run the scenario may stand there, too. */
    private static List<Path> files(Path folder, ExperimentSummary summary) {
        try (Stream<Path> files = Files.list(folder.resolve(RUNS))) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file ->
                            summary.includes(file.getFileName().toString().replace(SUFFIX, "")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw UserError.usage(
                    folder + " is not what 'mqecn run' leaves: it has no folder " + RUNS,
                    "give the folder that --out named");
        }
    }

    private static Optional<String> readIfPresent(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UserError("cannot read " + file, "");
        }
    }

    private static Optional<YamlNode> child(YamlNode yamlNode, String key) {
        if (!(yamlNode instanceof Mapping mapping)) {
            return Optional.empty();
        }
        return mapping.entries().stream()
                .filter(mappingEntry -> mappingEntry.key().value().equals(key))
                .map(YamlNode.MappingEntry::yamlNode)
                .findFirst();
    }

    /** Where the scenario does not have a value, it comes behind those that it has. */
    private static Map<String, List<String>> variables(List<RunFile> runs, Optional<YamlNode> vary) {
        Map<String, List<String>> varied = new LinkedHashMap<>();
        for (RunFile run : runs) {
            run.parameters().forEach((name, value) -> {
                List<String> values = varied.computeIfAbsent(
                        name,
                        each -> new ArrayList<>(
                                vary.map(node -> valuesInScenario(node, each)).orElse(List.of())));
                if (!values.contains(value)) {
                    values.add(value);
                }
            });
        }
        varied.replaceAll((name, values) -> values.stream()
                .filter(value -> runs.stream()
                        .anyMatch(run -> value.equals(run.parameters().get(name))))
                .toList());
        return varied;
    }

    private static List<String> valuesInScenario(YamlNode vary, String name) {
        return child(vary, name)
                .flatMap(yamlNode -> child(yamlNode, "values"))
                .map(values -> values instanceof Sequence sequence
                        ? sequence.values().stream()
                                .filter(Scalar.class::isInstance)
                                .map(yamlNode -> ((Scalar) yamlNode).text())
                                .toList()
                        : List.<String>of())
                .orElse(List.of());
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

    /** Of a scenario that asks for no figures: everything as numbers, and the queues. */
    private static List<FigureSpec> defaultFigures(List<RunFile> runs) {
        List<FigureSpec> figures = new ArrayList<>();
        List<String> metrics = runs.stream()
                .flatMap(run -> run.metrics().keySet().stream())
                .distinct()
                .toList();
        if (!metrics.isEmpty()) {
            figures.add(new FigureSpec(
                    FigureSpec.FigureType.TABLE,
                    metrics,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty()));
        }
        if (runs.stream().anyMatch(run -> !run.queues().rows().isEmpty())) {
            figures.add(new FigureSpec(
                    FigureSpec.FigureType.TRACE,
                    List.of("queues"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty()));
        }
        return figures;
    }
}
