// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.experiment.scenario.ScenarioSchema.CheckKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.NumberOrPercentage;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
import org.mqecn.experiment.scenario.VariableCombinations.ZippedVariables;
import org.mqecn.figure.FigureSchema;
import org.mqecn.figure.FigureSpec;
import org.mqecn.result.CaseLabels;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlTree;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.Suggestion;

/** Reads a scenario: puts each combination of the variables' values into the document and reads the cases. */
final class ScenarioReader {
    private final YamlNode document;
    private final YamlNode original;
    private final Path folder;
    private final ParsedObject parsed;
    private final Problems problems;
    private final boolean hasInvalidKeys;
    private final boolean isCopy;

    /** @param problems with errors if the document has keys or values that a scenario cannot have */
    private ScenarioReader(
            YamlNode document, YamlNode written, boolean isCopy, Path folder, ParsedObject fields, Problems problems) {
        this.document = document;
        this.isCopy = isCopy;
        this.original = written;
        this.folder = folder;
        this.parsed = fields;
        this.problems = problems;
        this.hasInvalidKeys = problems.hasErrors();
    }

    /**
     * Reads a scenario.
     *
     * @param document with the testbed inlined and overrides applied
     * @param written the same without overrides: checks may name values that these leave out
     * @param folder of the file
     */
    static Optional<Scenario> read(YamlNode document, YamlNode written, Path folder, Problems problems) {
        return of(document, written, false, folder, problems).flatMap(ScenarioReader::read);
    }

    /** Reads the copy of a scenario in a directory of results: checks may name values that are not in it. */
    static Optional<Scenario> readCopy(YamlNode document, Problems problems) {
        return ofCopy(document, problems).flatMap(ScenarioReader::read);
    }

    /** A reader of the copy of a scenario in a directory of results. */
    static Optional<ScenarioReader> ofCopy(YamlNode document, Problems problems) {
        return of(document, document, true, Path.of(""), problems);
    }

    private static Optional<ScenarioReader> of(
            YamlNode document, YamlNode written, boolean isCopy, Path folder, Problems problems) {
        return ScenarioKeys.SCHEMA
                .readPart("a scenario", document, problems)
                .map(parsed -> new ScenarioReader(
                        document,
                        written,
                        isCopy,
                        parsed.get(ScenarioKeys.FOLDER).map(Path::of).orElse(folder),
                        parsed,
                        problems));
    }

    /** Finds the errors of a testbed where the cases cannot be read, unless variables change it. */
    private static void findTestbedErrors(YamlNode document, Problems problems) {
        boolean varies = Stream.of(ScenarioKeys.VARY.name(), "quick")
                .flatMap(key -> YamlTree.get(document, key).stream())
                .anyMatch(node -> Yaml.write(node).contains("testbed"));
        if (!varies) {
            YamlTree.get(document, "testbed")
                    .ifPresent(testbed -> TestbedFile.valueType().read("testbed", testbed, problems));
        }
    }

    private Optional<Scenario> read() {
        List<Variable> variables = variables();
        List<ZippedVariables> zipped = zipped();
        List<ScenarioCase> cases = new ArrayList<>();
        if (hasInvalidKeys) {
            findTestbedErrors(document, problems);
        }
        if (areCombinationsKnown(variables, zipped)) {
            cases.addAll(cases(variables, zipped));
        }
        List<FigureSpec> figures = parsed.get(FigureSchema.FIGURES).orElse(List.of());
        MetricNameCheck names = new MetricNameCheck(problems.hasErrors() ? List.of() : cases, isComplete(), problems);
        for (int i = 0; i < figures.size(); i++) {
            check(figures.get(i), FigureSchema.FIGURES.name() + "." + i + ".", names);
        }
        List<MetricCheck> checks = parsed.get(ScenarioKeys.CHECKS).orElse(List.of()).stream()
                .map(check -> check(check, names))
                .toList();
        return problems.hasErrors()
                ? Optional.empty()
                : Optional.of(new Scenario(
                        name(),
                        parsed.get(ScenarioKeys.TITLE).orElse(""),
                        parsed.get(ScenarioKeys.PAPER).map(CaseReader::paper),
                        variables,
                        cases,
                        figures,
                        checks,
                        seed(),
                        Yaml.write(withFolder(withoutUnusedValues(zipped, variables), cases))));
    }

    /**
     * The document without values of zipped variables that no case has, because --set or --quick left their partners out:
     * it reads back as the same cases.
     */
    private YamlNode withoutUnusedValues(List<ZippedVariables> zipped, List<Variable> variables) {
        YamlNode changed = document;
        for (ZippedVariables group : zipped) {
            for (String name : group.names()) {
                String path = "vary." + name + ".values";
                List<String> used = group.usedLabels(name, variables);
                YamlNode values = YamlTree.get(document, path).orElseThrow();
                changed = YamlTree.set(changed, path, Variable.select(values, used));
            }
        }
        return changed;
    }

    /** The document with the folder of the files that its cases name, so that a copy elsewhere names the same. */
    private YamlNode withFolder(YamlNode scenario, List<ScenarioCase> cases) {
        return cases.stream().flatMap(each -> each.traffic().stream()).allMatch(traffic -> traffic.files()
                        .isEmpty())
                ? scenario
                : InputFiles.withFolder(
                        scenario, folder.toAbsolutePath().normalize().toString());
    }

    /** Whether no error hides a combination of values. */
    private boolean areCombinationsKnown(List<Variable> variables, List<ZippedVariables> zipped) {
        boolean readable = !hasInvalidKeys
                || Stream.of(ScenarioKeys.VARY, ScenarioKeys.ZIP, ScenarioKeys.EXCLUDE)
                        .allMatch(this::isReadable);
        return readable
                && variables.size() == variableNames().size()
                && zipped.size() == parsed.get(ScenarioKeys.ZIP).map(List::size).orElse(0);
    }

    private boolean isReadable(Key<?> key) {
        Problems own = new Problems();
        YamlTree.get(document, key.name()).ifPresent(value -> key.kind().read(key.name(), value, own));
        return !own.hasErrors();
    }

    private int seed() {
        return parsed.get(ScenarioKeys.SEED).orElse(1);
    }

    private List<Variable> variables() {
        List<Variable> variables = new ArrayList<>();
        parsed.get(ScenarioKeys.VARY)
                .ifPresent(vary -> vary.forEach((name, variable) -> problems.capture(
                        variable.locationOf(ScenarioKeys.VALUES),
                        () -> variables.add(Variable.of(
                                name.value(),
                                variable.require(ScenarioKeys.SET),
                                variable.require(ScenarioKeys.VALUES))))));
        return variables;
    }

    private List<ScenarioCase> cases(List<Variable> variables, List<ZippedVariables> zipped) {
        List<ScenarioCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Map<String, Variable.VariableValue> combination : combinations(variables, zipped)) {
            Optional<YamlNode> chosen = applyChoices(combination);
            for (int repetition = 1; chosen.isPresent() && repetition <= repetitions(); repetition++) {
                readCase(caseDocument(chosen.get(), combination, repetition)).ifPresent(cases::add);
            }
        }
        cases.stream()
                .filter(each -> !names.add(each.name()))
                .findFirst()
                .ifPresent(twice -> problems.error(
                        parsed.locationOf(ScenarioKeys.VARY),
                        "two cases have the name " + twice.name(),
                        "label their values: values: {one: …, other: …}"));
        return cases;
    }

    private Optional<ScenarioCase> readCase(YamlNode caseDocument) {
        YamlNode local = !folder.toString().isEmpty() && InputFiles.areNamedIn(caseDocument)
                ? InputFiles.withFolder(caseDocument, folder.toString())
                : caseDocument;
        if (hasInvalidKeys) {
            CaseReader.findOtherErrors(local, problems);
            return Optional.empty();
        }
        return CaseReader.read(local, problems);
    }

    /** Each repetition of each combination, in the order of {@link #cases}, but no case is read. */
    List<PlannedCase> plannedCases() {
        List<Variable> variables = variables();
        List<ZippedVariables> zipped = zipped();
        return areCombinationsKnown(variables, zipped)
                ? combinations(variables, zipped).stream()
                        .flatMap(combination -> IntStream.rangeClosed(1, repetitions())
                                .mapToObj(repetition -> new PlannedCase(combination, repetition)))
                        .toList()
                : List.of();
    }

    /** Reads one case. */
    Optional<ScenarioCase> read(PlannedCase planned) {
        return applyChoices(planned.values())
                .flatMap(chosen -> readCase(caseDocument(chosen, planned.values(), planned.repetition())));
    }

    String name() {
        return parsed.require(ScenarioKeys.SCENARIO);
    }

    private int repetitions() {
        return parsed.get(ScenarioKeys.REPETITIONS).orElse(1);
    }

    /** The combinations of values that are cases. */
    private List<Map<String, Variable.VariableValue>> combinations(
            List<Variable> variables, List<ZippedVariables> zipped) {
        VariableCombinations combinations = new VariableCombinations(variables, zipped);
        List<Map<Located<String>, List<String>>> exclusions =
                parsed.get(ScenarioKeys.EXCLUDE).orElse(List.of());
        for (int i = 0; i < exclusions.size(); i++) {
            SourceLocation location = location(ScenarioKeys.EXCLUDE.name() + "." + i);
            Map<String, List<String>> values = exclusion(exclusions.get(i));
            if (!combinations.exclude(values) && isComplete() && !problems.hasErrors()) {
                problems.error(location, "no combination is left to exclude here", "remove it");
            }
        }
        if (combinations.list().isEmpty()) {
            problems.error(
                    location(ScenarioKeys.EXCLUDE.name(), ScenarioKeys.ZIP.name()),
                    "no combination of the values is left",
                    "exclude less, or choose values that belong together: zip takes them one by one");
        }
        return combinations.list();
    }

    /** Whether no value was left out by --quick or --set. */
    private boolean isComplete() {
        return !isCopy && document.equals(original);
    }

    /** The groups of zipped variables that have no errors. */
    private List<ZippedVariables> zipped() {
        List<ZippedVariables> groups = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (List<Located<String>> group : parsed.get(ScenarioKeys.ZIP).orElse(List.of())) {
            List<String> names = group.stream().map(Located::value).toList();
            List<Located<String>> again =
                    group.stream().filter(name -> !seen.add(name.value())).toList();
            again.forEach(
                    name -> problems.error(name.location(), "'" + name.value() + "' is zipped twice", "name it once"));
            group.forEach(name -> checkVariable(name.location(), name.value()));
            if (again.isEmpty() && variableNames().containsAll(names)) {
                problems.capture(
                        group.get(0).location(),
                        () -> groups.add(new ZippedVariables(
                                names,
                                names.stream()
                                        .map(name -> CaseLabels.ofVariable(original, name))
                                        .toList())));
            }
        }
        return groups;
    }

    private Map<String, List<String>> exclusion(Map<Located<String>, List<String>> parsedExclusion) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        parsedExclusion.forEach((name, labels) -> {
            checkVariable(name.location(), name.value());
            labels.forEach(label -> checkValue(name.location(), name.value(), label));
            values.put(name.value(), labels);
        });
        return values;
    }

    private Optional<YamlNode> applyChoices(Map<String, Variable.VariableValue> combination) {
        YamlNode changed = document;
        for (Key<?> own : ScenarioKeys.SCENARIO_ONLY) {
            changed = YamlTree.without(changed, own.name());
        }
        for (Map.Entry<String, Variable.VariableValue> each : combination.entrySet()) {
            YamlNode before = changed;
            changed = problems.capture(
                    parsed.locationOf(ScenarioKeys.VARY), () -> each.getValue().applyTo(before), null);
            if (changed == null) {
                return Optional.empty();
            }
        }
        return Optional.of(changed);
    }

    private YamlNode caseDocument(YamlNode chosen, Map<String, Variable.VariableValue> combination, int repetition) {
        SourceLocation location = document.location();
        List<MappingEntry> labels = combination.entrySet().stream()
                .map(each -> new MappingEntry(
                        new Located<>(each.getKey(), location),
                        new Scalar(location, each.getValue().label(), Scalar.ScalarType.STRING)))
                .toList();
        YamlNode finished = YamlTree.set(chosen, "case", new Mapping(location, labels));
        finished = YamlTree.set(finished, "repetition", ScenarioOverrides.numberNode(repetition, location));
        finished = YamlTree.set(finished, "seed", ScenarioOverrides.numberNode(seed() + repetition - 1, location));
        return finished;
    }

    /** Names of the variables, with or without values. */
    private List<String> variableNames() {
        return parsed.get(ScenarioKeys.VARY)
                .map(vary -> vary.keySet().stream().map(Located::value).toList())
                .orElse(List.of());
    }

    /** @param path of the figure in the document */
    private void check(FigureSpec figure, String path, MetricNameCheck names) {
        figure.groupBy().ifPresent(name -> checkVariable(location(path + "group-by"), name));
        figure.x().ifPresent(name -> checkVariable(location(path + "x"), name));
        figure.where().forEach((name, value) -> {
            checkVariable(location(path + "where." + name), name);
            checkValue(location(path + "where." + name), name, value);
        });
        figure.relativeTo()
                .ifPresent(value -> checkValue(
                        location(path + "relative-to"), figure.groupBy().orElseThrow(), value));
        checkPaper(figure, path + "paper");
        for (int i = 0; i < figure.subjects().size(); i++) {
            String key = path + figure.type().key();
            names.checkSubject(figure.type(), figure.subjects().get(i), figure.where(), location(key + "." + i, key));
        }
    }

    /** @param path of the paper's values in the document */
    private void checkPaper(FigureSpec figure, String path) {
        figure.paper().forEach((metric, curves) -> {
            String ofMetric = path + "." + metric;
            if (!figure.subjects().contains(metric)) {
                problems.error(
                        location(ofMetric),
                        "the figure does not show " + metric,
                        Suggestion.of(metric, figure.subjects()));
            }
            curves.forEach((group, curve) -> {
                String ofGroup = ofMetric + "." + group;
                checkValue(location(ofGroup), figure.groupBy().orElseThrow(), group);
                curve.keySet()
                        .forEach(x -> checkValue(
                                location(ofGroup + "." + x, ofGroup), figure.x().orElseThrow(), x));
            });
        });
    }

    /** The location of the first of these paths that the document has. */
    private SourceLocation location(String... paths) {
        return Stream.of(paths)
                .flatMap(path -> YamlTree.get(document, path).stream())
                .map(YamlNode::location)
                .findFirst()
                .orElseGet(document::location);
    }

    /** Reports a name that is no variable; where keys are wrong, it may be one of them. */
    private void checkVariable(SourceLocation location, String name) {
        if (!variableNames().contains(name) && !hasInvalidKeys) {
            problems.error(location, "no variable '" + name + "'", Suggestion.of(name, variableNames()));
        }
    }

    /** Reports a value of a variable that no case has; in a copy, options of its run may have left it out. */
    private void checkValue(SourceLocation location, String name, String value) {
        if (isCopy) {
            return;
        }
        Set<String> known = new LinkedHashSet<>(CaseLabels.ofVariable(original, name));
        known.addAll(CaseLabels.ofVariable(document, name));
        if (!known.isEmpty() && !known.contains(value)) {
            problems.error(location, "no case has the " + name + " '" + value + "'", Suggestion.of(value, known));
        }
    }

    private MetricCheck check(ParsedObject parsedCheck, MetricNameCheck names) {
        MetricCheck check = check(parsedCheck);
        SourceLocation location = parsedCheck.locationOf(CheckKeys.METRIC);
        names.checkMetric(check.metric(), check.where(), location);
        if (check.isRelative()) {
            names.checkMetric(check.metric(), check.baseline(), location);
        }
        return check;
    }

    private MetricCheck check(ParsedObject check) {
        Optional<NumberOrPercentage> tolerance = check.get(CheckKeys.TOLERANCE);
        boolean change = check.has(CheckKeys.BASELINE);
        if (check.get(CheckKeys.PAPER).isEmpty()) {
            return direction(check, change, tolerance);
        }
        NumberOrPercentage paper = check.require(CheckKeys.PAPER);
        if (check.has(CheckKeys.DIRECTION)) {
            problems.error(
                    check.locationOf(CheckKeys.DIRECTION),
                    "paper: " + paper.text() + " already gives the direction",
                    "remove direction or paper");
        }
        if (paper.percent() != change) {
            problems.error(
                    check.locationOf(CheckKeys.PAPER),
                    change ? "a change must be in percent" : "a value must not be in percent",
                    change ? "write for example paper: -72.8%" : "write for example paper: 651, or add a baseline");
        }
        if (tolerance.isPresent() && !tolerance.get().percent() || tolerance.isEmpty() && !change) {
            problems.errorIfFirst(
                    check.locationOf(CheckKeys.TOLERANCE),
                    "the tolerance must be in percent",
                    "write for example tolerance: 10%");
        }
        return new MetricCheck(
                check.require(CheckKeys.METRIC),
                selection(check, CheckKeys.WHERE),
                selection(check, CheckKeys.BASELINE),
                paper.value(),
                tolerance.map(each -> OptionalDouble.of(each.value())).orElse(OptionalDouble.empty()),
                paper.text(),
                tolerance.map(NumberOrPercentage::text),
                check.get(CheckKeys.NOTE).orElse(""));
    }

    /** A check of the direction alone. */
    private MetricCheck direction(ParsedObject check, boolean change, Optional<NumberOrPercentage> tolerance) {
        if (!check.has(CheckKeys.DIRECTION)) {
            problems.errorIfFirst(
                    check.location(),
                    "this check has neither 'paper' nor 'direction'",
                    "write for example paper: -72.8% or, if no paper gives a value, direction: down");
        } else if (!change) {
            problems.error(
                    check.locationOf(CheckKeys.DIRECTION),
                    "a direction needs a baseline",
                    "write for example baseline: {scheme: fq}");
        } else if (tolerance.isPresent()) {
            problems.error(check.locationOf(CheckKeys.TOLERANCE), "a direction takes no tolerance", "remove tolerance");
        }
        return new MetricCheck(
                check.require(CheckKeys.METRIC),
                selection(check, CheckKeys.WHERE),
                selection(check, CheckKeys.BASELINE),
                check.get(CheckKeys.DIRECTION).orElse(0.0),
                OptionalDouble.empty(),
                "",
                Optional.empty(),
                check.get(CheckKeys.NOTE).orElse(""));
    }

    private Map<String, String> selection(ParsedObject check, Key<Map<Located<String>, String>> key) {
        Map<String, String> selection = new LinkedHashMap<>();
        check.get(key)
                .ifPresent(map -> map.forEach((name, value) -> {
                    checkVariable(name.location(), name.value());
                    checkValue(name.location(), name.value(), value);
                    selection.put(name.value(), value);
                }));
        return selection;
    }
}
