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
import org.mqecn.document.Filled;
import org.mqecn.document.Key;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.document.Tree;
import org.mqecn.document.Value;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.document.Yaml;
import org.mqecn.experiment.scenario.Words.OfCheck;
import org.mqecn.experiment.scenario.Words.OfScenario;
import org.mqecn.experiment.scenario.Words.Quantified;
import org.mqecn.figure.FigureSpec;
import org.mqecn.figure.FigureWords;
import org.mqecn.port.Suggestion;

/** Makes a scenario of its document: each combination of what varies is put into the document, and that is read. */
final class ScenarioReader {
    private final Value document;
    private final Value written;
    private final Filled words;
    private final Problems problems;

    private ScenarioReader(Value document, Value written, Filled words, Problems problems) {
        this.document = document;
        this.written = written;
        this.words = words;
        this.problems = problems;
    }

    /**
     * Reads a scenario.
     *
     * @param document in which the testbed is spelled out
     * @param written the same without what was changed from outside: checks may name values that do not run now
     */
    static Optional<Scenario> read(Value document, Value written, Problems problems) {
        Optional<Filled> words = OfScenario.FORM.read("a scenario", document, problems);
        return words.isEmpty() || problems.hasErrors() ? Optional.empty()
                : new ScenarioReader(document, written, words.get(), problems).read();
    }

    private Optional<Scenario> read() {
        List<Variable> variables = variables();
        List<Case> cases = problems.hasErrors() ? List.of() : cases(variables);
        List<FigureSpec> figures = words.get(FigureWords.FIGURES).orElse(List.of());
        figures.forEach(this::check);
        List<Check> checks = words.get(OfScenario.CHECKS).orElse(List.of()).stream()
                .map(this::check).toList();
        return problems.hasErrors() ? Optional.empty() : Optional.of(new Scenario(words.require(OfScenario.SCENARIO),
                words.get(OfScenario.TITLE).orElse(""), words.get(OfScenario.PAPER).map(CaseReader::paper), variables,
                cases, figures, checks, seed(), Yaml.write(document)));
    }

    private int seed() {
        return words.get(OfScenario.SEED).orElse(1);
    }

    private List<Variable> variables() {
        List<Variable> variables = new ArrayList<>();
        words.get(OfScenario.VARY).ifPresent(vary -> vary.forEach((name, variable) ->
                problems.at(variable.placeOf(OfScenario.VALUES), () -> variables.add(Variable.of(name.value(),
                        variable.require(OfScenario.SET), variable.require(OfScenario.VALUES))))));
        return variables;
    }

    private List<Case> cases(List<Variable> variables) {
        List<Case> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int repetitions = words.get(OfScenario.REPEAT).orElse(1);
        for (Map<String, Variable.Choice> combination : combinations(variables)) {
            Optional<Value> chosen = chosen(combination);
            for (int repetition = 1; chosen.isPresent() && repetition <= repetitions; repetition++) {
                Value finished = finished(chosen.get(), combination, repetition);
                CaseReader.read(finished, Yaml.write(finished), problems).ifPresent(cases::add);
            }
        }
        cases.stream().filter(each -> !names.add(each.name())).findFirst().ifPresent(twice ->
                problems.error(words.placeOf(OfScenario.VARY), "two cases would be called " + twice.name(),
                        "give their values names: values: {one: …, other: …}"));
        return cases;
    }

    private static List<Map<String, Variable.Choice>> combinations(List<Variable> variables) {
        List<Map<String, Variable.Choice>> combinations = List.of(Map.of());
        for (Variable variable : variables) {
            List<Map<String, Variable.Choice>> more = new ArrayList<>();
            for (Map<String, Variable.Choice> each : combinations) {
                for (Variable.Choice choice : variable.choices()) {
                    Map<String, Variable.Choice> one = new LinkedHashMap<>(each);
                    one.put(variable.name(), choice);
                    more.add(one);
                }
            }
            combinations = more;
        }
        return combinations;
    }

    private Optional<Value> chosen(Map<String, Variable.Choice> combination) {
        Value changed = document;
        for (Key<?> own : OfScenario.OWN) {
            changed = Tree.without(changed, own.name());
        }
        for (Map.Entry<String, Variable.Choice> each : combination.entrySet()) {
            Value before = changed;
            changed = problems.at(words.placeOf(OfScenario.VARY), () -> each.getValue().in(before), null);
            if (changed == null) {
                return Optional.empty();
            }
        }
        return Optional.of(changed);
    }

    private Value finished(Value chosen, Map<String, Variable.Choice> combination, int repetition) {
        Place place = document.place();
        List<Entry> labels = combination.entrySet().stream().map(each -> new Entry(new Located<>(each.getKey(), place),
                new Scalar(place, each.getValue().label(), Scalar.Type.TEXT))).toList();
        Value finished = Tree.set(chosen, "case", new Mapping(place, labels));
        finished = Tree.set(finished, "repetition", Changes.number(repetition, place));
        return Tree.set(finished, "seed", Changes.number(seed() + repetition - 1, place));
    }

    /** Names of what varies, whether or not it has values. */
    private List<String> varying() {
        return words.get(OfScenario.VARY).map(vary -> vary.keySet().stream().map(Located::value).toList())
                .orElse(List.of());
    }

    private void check(FigureSpec figure) {
        figure.names().filter(name -> !varying().contains(name)).forEach(name ->
                problems.error(words.placeOf(FigureWords.FIGURES), "a figure names '" + name
                        + "', which does not vary", Suggestion.among(name, varying())));
        figure.where().forEach((name, value) -> checkValue(words.placeOf(FigureWords.FIGURES), name, value));
    }

    /** Of what varies, a value that no case has. */
    private void checkValue(Place place, String name, String value) {
        Set<String> known = new LinkedHashSet<>(Variable.labels(written, name));
        known.addAll(Variable.labels(document, name));
        if (!known.isEmpty() && !known.contains(value)) {
            problems.error(place, "no case has the " + name + " '" + value + "'", Suggestion.among(value, known));
        }
    }

    private Check check(Filled check) {
        Optional<Quantified> within = check.get(OfCheck.WITHIN);
        boolean change = check.has(OfCheck.AGAINST);
        if (check.get(OfCheck.PAPER).isEmpty()) {
            return direction(check, change, within);
        }
        Quantified paper = check.require(OfCheck.PAPER);
        if (check.has(OfCheck.DIRECTION)) {
            problems.error(check.placeOf(OfCheck.DIRECTION), "a change of " + paper.text()
                    + " has its direction already", "leave out direction or paper");
        }
        if (paper.percent() != change) {
            problems.error(check.placeOf(OfCheck.PAPER), change ? "a change is told in percent"
                    : "a value is not told in percent", change ? "write for example paper: -72.8%"
                    : "write for example paper: 651, or say against which cases");
        }
        if (within.isPresent() && !within.get().percent() || within.isEmpty() && !change) {
            problems.error(check.placeOf(OfCheck.WITHIN), "a check says how many percent it may be off",
                    "write for example within: 10%");
        }
        return new Check(check.require(OfCheck.METRIC), selection(check, OfCheck.WHERE),
                selection(check, OfCheck.AGAINST), paper.value(),
                within.map(each -> OptionalDouble.of(each.value())).orElse(OptionalDouble.empty()),
                paper.text(), within.map(Quantified::text), check.get(OfCheck.NOTE).orElse(""));
    }

    /** What is known without a paper. */
    private Check direction(Filled check, boolean change, Optional<Quantified> within) {
        if (!check.has(OfCheck.DIRECTION)) {
            problems.error(check.place(), "this check has no 'paper', what the paper has: a value or, with 'against',"
                    + " a change", "write for example paper: -72.8% or, where no paper tells, direction: down");
        } else if (!change) {
            problems.error(check.placeOf(OfCheck.DIRECTION), "a value goes nowhere by itself",
                    "say against which cases: against: {scheme: fq}");
        } else if (within.isPresent()) {
            problems.error(check.placeOf(OfCheck.WITHIN), "a direction has no distance", "leave out within");
        }
        return new Check(check.require(OfCheck.METRIC), selection(check, OfCheck.WHERE),
                selection(check, OfCheck.AGAINST), check.get(OfCheck.DIRECTION).orElse(0.0), OptionalDouble.empty(), "",
                Optional.empty(), check.get(OfCheck.NOTE).orElse(""));
    }

    private Map<String, String> selection(Filled check, Key<Map<Located<String>, String>> key) {
        List<String> known = varying();
        Map<String, String> selection = new LinkedHashMap<>();
        check.get(key).ifPresent(map -> map.forEach((name, value) -> {
            if (!known.contains(name.value())) {
                problems.error(name.place(), "nothing called '" + name.value() + "' varies",
                        Suggestion.among(name.value(), known));
            }
            checkValue(name.place(), name.value(), value);
            selection.put(name.value(), value);
        }));
        return selection;
    }
}
