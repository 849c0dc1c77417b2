// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.mqecn.experiment.scenario.ScenarioSchema.CheckKeys;
import org.mqecn.experiment.scenario.ScenarioSchema.NumberOrPercentage;
import org.mqecn.experiment.scenario.ScenarioSchema.ScenarioKeys;
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
import org.mqecn.value.Suggestion;

/** Makes a scenario of its document: each combination of what varies is put into the document, and that is read. */
final class ScenarioReader {
    private final YamlNode document;
    private final YamlNode original;
    private final ParsedObject parsed;
    private final Problems problems;

    private ScenarioReader(YamlNode document, YamlNode written, ParsedObject words, Problems problems) {
        this.document = document;
        this.original = written;
        this.parsed = words;
        this.problems = problems;
    }

    /**
     * Reads a scenario.
     *
     * @param document in which the testbed is spelled out
     * @param written the same without what was changed from outside: checks may name values that do not run now
     */
    static Optional<Scenario> read(YamlNode document, YamlNode written, Problems problems) {
        Optional<ParsedObject> words = ScenarioKeys.SCHEMA.read("a scenario", document, problems);
        return words.isEmpty() || problems.hasErrors()
                ? Optional.empty()
                : new ScenarioReader(document, written, words.get(), problems).read();
    }

    private Optional<Scenario> read() {
        List<Variable> variables = variables();
        List<ScenarioCase> cases = problems.hasErrors() ? List.of() : cases(variables);
        List<FigureSpec> figures = parsed.get(FigureSchema.FIGURES).orElse(List.of());
        figures.forEach(this::check);
        List<MetricCheck> checks = parsed.get(ScenarioKeys.CHECKS).orElse(List.of()).stream()
                .map(this::check)
                .toList();
        return problems.hasErrors()
                ? Optional.empty()
                : Optional.of(new Scenario(
                        parsed.require(ScenarioKeys.SCENARIO),
                        parsed.get(ScenarioKeys.TITLE).orElse(""),
                        parsed.get(ScenarioKeys.PAPER).map(CaseReader::paper),
                        variables,
                        cases,
                        figures,
                        checks,
                        seed(),
                        Yaml.write(document)));
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

    private List<ScenarioCase> cases(List<Variable> variables) {
        List<ScenarioCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int repetitions = parsed.get(ScenarioKeys.REPEAT).orElse(1);
        for (Map<String, Variable.VariableValue> combination : combinations(variables)) {
            Optional<YamlNode> chosen = applyChoices(combination);
            for (int repetition = 1; chosen.isPresent() && repetition <= repetitions; repetition++) {
                YamlNode finished = caseDocument(chosen.get(), combination, repetition);
                CaseReader.read(finished, Yaml.write(finished), problems).ifPresent(cases::add);
            }
        }
        cases.stream()
                .filter(each -> !names.add(each.name()))
                .findFirst()
                .ifPresent(twice -> problems.error(
                        parsed.locationOf(ScenarioKeys.VARY),
                        "two cases would be called " + twice.name(),
                        "give their values names: values: {one: …, other: …}"));
        return cases;
    }

    private static List<Map<String, Variable.VariableValue>> combinations(List<Variable> variables) {
        List<Map<String, Variable.VariableValue>> combinations = List.of(Map.of());
        for (Variable variable : variables) {
            List<Map<String, Variable.VariableValue>> more = new ArrayList<>();
            for (Map<String, Variable.VariableValue> each : combinations) {
                for (Variable.VariableValue variableValue : variable.values()) {
                    Map<String, Variable.VariableValue> one = new LinkedHashMap<>(each);
                    one.put(variable.name(), variableValue);
                    more.add(one);
                }
            }
            combinations = more;
        }
        return combinations;
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
        return YamlTree.set(finished, "seed", ScenarioOverrides.numberNode(seed() + repetition - 1, location));
    }

    /** Names of what varies, whether or not it has values. */
    private List<String> variableNames() {
        return parsed.get(ScenarioKeys.VARY)
                .map(vary -> vary.keySet().stream().map(Located::value).toList())
                .orElse(List.of());
    }

    private void check(FigureSpec figure) {
        figure.variableNames()
                .filter(name -> !variableNames().contains(name))
                .forEach(name -> problems.error(
                        parsed.locationOf(FigureSchema.FIGURES),
                        "a figure names '" + name + "', which does not vary",
                        Suggestion.of(name, variableNames())));
        figure.where().forEach((name, value) -> checkValue(parsed.locationOf(FigureSchema.FIGURES), name, value));
    }

    /** Of what varies, a value that no case has. */
    private void checkValue(SourceLocation location, String name, String value) {
        Set<String> known = new LinkedHashSet<>(CaseLabels.ofVariable(original, name));
        known.addAll(CaseLabels.ofVariable(document, name));
        if (!known.isEmpty() && !known.contains(value)) {
            problems.error(location, "no case has the " + name + " '" + value + "'", Suggestion.of(value, known));
        }
    }

    private MetricCheck check(ParsedObject check) {
        Optional<NumberOrPercentage> within = check.get(CheckKeys.TOLERANCE);
        boolean change = check.has(CheckKeys.BASELINE);
        if (check.get(CheckKeys.PAPER).isEmpty()) {
            return direction(check, change, within);
        }
        NumberOrPercentage paper = check.require(CheckKeys.PAPER);
        if (check.has(CheckKeys.DIRECTION)) {
            problems.error(
                    check.locationOf(CheckKeys.DIRECTION),
                    "a change of " + paper.text() + " has its direction already",
                    "leave out direction or paper");
        }
        if (paper.percent() != change) {
            problems.error(
                    check.locationOf(CheckKeys.PAPER),
                    change ? "a change is told in percent" : "a value is not told in percent",
                    change
                            ? "write for example paper: -72.8%"
                            : "write for example paper: 651, or say against which cases");
        }
        if (within.isPresent() && !within.get().percent() || within.isEmpty() && !change) {
            problems.error(
                    check.locationOf(CheckKeys.TOLERANCE),
                    "a check says how many percent it may be off",
                    "write for example within: 10%");
        }
        return new MetricCheck(
                check.require(CheckKeys.METRIC),
                selection(check, CheckKeys.WHERE),
                selection(check, CheckKeys.BASELINE),
                paper.value(),
                within.map(each -> OptionalDouble.of(each.value())).orElse(OptionalDouble.empty()),
                paper.text(),
                within.map(NumberOrPercentage::text),
                check.get(CheckKeys.NOTE).orElse(""));
    }

    /** What is known without a paper. */
    private MetricCheck direction(ParsedObject check, boolean change, Optional<NumberOrPercentage> within) {
        if (!check.has(CheckKeys.DIRECTION)) {
            problems.error(
                    check.location(),
                    "this check has no 'paper', what the paper has: a value or, with 'against'," + " a change",
                    "write for example paper: -72.8% or, where no paper tells, direction: down");
        } else if (!change) {
            problems.error(
                    check.locationOf(CheckKeys.DIRECTION),
                    "a value goes nowhere by itself",
                    "say against which cases: against: {scheme: fq}");
        } else if (within.isPresent()) {
            problems.error(check.locationOf(CheckKeys.TOLERANCE), "a direction has no distance", "leave out within");
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
        List<String> known = variableNames();
        Map<String, String> selection = new LinkedHashMap<>();
        check.get(key)
                .ifPresent(map -> map.forEach((name, value) -> {
                    if (!known.contains(name.value())) {
                        problems.error(
                                name.location(),
                                "nothing called '" + name.value() + "' varies",
                                Suggestion.of(name.value(), known));
                    }
                    checkValue(name.location(), name.value(), value);
                    selection.put(name.value(), value);
                }));
        return selection;
    }
}
