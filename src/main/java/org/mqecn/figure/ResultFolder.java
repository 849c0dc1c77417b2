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
import org.mqecn.document.Problems;
import org.mqecn.document.Value;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.document.Yaml;
import org.mqecn.port.UserError;

/**
 * A folder that {@code mqecn run} left.
 *
 * @param runs in the order of what is varied
 * @param varied the values of what is varied, by name, in the scenario's order
 * @param figures what the scenario asks for
 * @param scenario its text
 */
record ResultFolder(List<RunFile> runs, Map<String, List<String>> varied, List<FigureSpec> figures, Summary summary,
        String scenario) {
    private static final String RUNS = "runs";
    private static final String SCENARIO = "scenario.yaml";
    private static final String SUFFIX = ".json";
    private static final String SUMMARY = "summary.json";

    /** @throws UserError where there are no runs */
    static ResultFolder read(Path folder) {
        Path file = folder.resolve(SUMMARY);
        Summary summary = Files.exists(file) ? RunFile.read(file, Summary.class) : Summary.NONE;
        List<RunFile> runs = new ArrayList<>(files(folder, summary).stream().map(RunFile::read).toList());
        if (runs.isEmpty()) {
            throw UserError.usage("there are no runs in " + folder.resolve(RUNS),
                    "make some: mqecn run SCENARIO --out " + folder);
        }
        String text = text(folder.resolve(SCENARIO)).orElse(runs.get(0).document());
        Problems problems = new Problems();
        Optional<Value> document = Yaml.read(SCENARIO, text, problems);
        List<FigureSpec> figures = document.flatMap(value -> under(value, FigureWords.FIGURES.name()))
                .flatMap(value -> FigureWords.FIGURES.kind().read(FigureWords.FIGURES.name(), value, problems))
                .orElse(List.of());
        problems.list().stream().filter(problem -> !problem.warning()).findFirst().ifPresent(problem -> {
            throw UserError.usage(problem.message(), problem.remedy());
        });
        Map<String, List<String>> varied = varied(runs, document.flatMap(value -> under(value, "vary")));
        runs.sort((one, other) -> compare(one, other, varied));
        return new ResultFolder(List.copyOf(runs), varied, figures.isEmpty() ? usual(runs) : figures,
                summary, text);
    }

    /** Those of other ways to run the scenario may stand there, too. */
    private static List<Path> files(Path folder, Summary summary) {
        try (Stream<Path> files = Files.list(folder.resolve(RUNS))) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file -> summary.has(file.getFileName().toString().replace(SUFFIX, ""))).sorted().toList();
        } catch (IOException e) {
            throw UserError.usage(folder + " is not what 'mqecn run' leaves: it has no folder " + RUNS,
                    "give the folder that --out named");
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UserError("cannot read " + file, "");
        }
    }

    private static Optional<Value> under(Value value, String key) {
        if (!(value instanceof Mapping mapping)) {
            return Optional.empty();
        }
        return mapping.entries().stream().filter(entry -> entry.key().value().equals(key)).map(Value.Entry::value)
                .findFirst();
    }

    /** Where the scenario does not have a value, it comes behind those that it has. */
    private static Map<String, List<String>> varied(List<RunFile> runs, Optional<Value> vary) {
        Map<String, List<String>> varied = new LinkedHashMap<>();
        for (RunFile run : runs) {
            run.values().forEach((name, value) -> {
                List<String> values = varied.computeIfAbsent(name,
                        each -> new ArrayList<>(vary.map(node -> written(node, each)).orElse(List.of())));
                if (!values.contains(value)) {
                    values.add(value);
                }
            });
        }
        varied.replaceAll((name, values) -> values.stream()
                .filter(value -> runs.stream().anyMatch(run -> value.equals(run.values().get(name)))).toList());
        return varied;
    }

    private static List<String> written(Value vary, String name) {
        return under(vary, name).flatMap(value -> under(value, "values"))
                .map(values -> values instanceof Items items ? items.values().stream()
                        .filter(Scalar.class::isInstance).map(value -> ((Scalar) value).text()).toList()
                        : List.<String>of()).orElse(List.of());
    }

    private static int compare(RunFile one, RunFile other, Map<String, List<String>> varied) {
        for (Map.Entry<String, List<String>> entry : varied.entrySet()) {
            int order = Integer.compare(entry.getValue().indexOf(one.values().get(entry.getKey())),
                    entry.getValue().indexOf(other.values().get(entry.getKey())));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.repetition(), other.repetition());
    }

    /** Of a scenario that asks for no figures: everything as numbers, and the queues. */
    private static List<FigureSpec> usual(List<RunFile> runs) {
        List<FigureSpec> figures = new ArrayList<>();
        List<String> metrics = runs.stream().flatMap(run -> run.metrics().keySet().stream()).distinct().toList();
        if (!metrics.isEmpty()) {
            figures.add(new FigureSpec(FigureSpec.Kind.TABLE, metrics, Optional.empty(), Optional.empty(), Map.of(),
                    Optional.empty()));
        }
        if (runs.stream().anyMatch(run -> !run.queues().rows().isEmpty())) {
            figures.add(new FigureSpec(FigureSpec.Kind.TRACE, List.of("queues"), Optional.empty(), Optional.empty(),
                    Map.of(), Optional.empty()));
        }
        return figures;
    }
}
