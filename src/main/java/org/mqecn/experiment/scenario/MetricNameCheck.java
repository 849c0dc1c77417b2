// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.figure.FigureSpec.FigureType;
import org.mqecn.result.Metric;
import org.mqecn.result.NamedResult;
import org.mqecn.result.Samples;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.value.Suggestion;

/** Checks that the cases of a scenario give the metrics and samples that its figures and checks name. */
final class MetricNameCheck {
    private static final String QUEUES = "queues";
    private static final String LIST_THEM = "'mqecn run --metrics' lists all";
    private static final int MAX_CASES = 3;

    private final Map<ScenarioCase, CaseMetrics> given = new LinkedHashMap<>();
    /** Names of the measured ports of all cases. */
    private final Set<String> ports = new HashSet<>();

    private final boolean complete;
    private final Problems problems;

    /**
     * A check.
     *
     * @param cases none if they cannot be read: names are then only compared with those that exist
     * @param complete whether these are all cases of the file
     */
    MetricNameCheck(List<ScenarioCase> cases, boolean complete, Problems problems) {
        this.complete = complete;
        cases.stream().filter(each -> each.repetition() == 1).forEach(each -> given.put(each, CaseMetrics.of(each)));
        cases.forEach(each -> each.measurement().ports().forEach(port -> ports.add(port.name())));
        this.problems = problems;
    }

    /** Checks a subject of a figure: a metric, samples or queues. */
    void checkSubject(FigureType type, String name, Map<String, String> where, SourceLocation location) {
        switch (type) {
            case CDF -> check(Samples.values(), CaseMetrics::samples, name, where, location);
            case TRACE -> {
                if (!name.equals(QUEUES) && !ports.contains(name)) {
                    problems.error(
                            location,
                            "no trace of '" + name + "'",
                            "write trace: " + QUEUES
                                    + ", or the name of one of several measured ports, SWITCH:NEIGHBOUR");
                }
            }
            case BARS, LINES, TABLE -> checkMetric(name, where, location);
        }
    }

    /** Checks a metric of some cases. */
    void checkMetric(String name, Map<String, String> where, SourceLocation location) {
        check(Metric.values(), CaseMetrics::metrics, name, where, location);
    }

    private void check(
            NamedResult[] kinds,
            Function<CaseMetrics, Map<String, NamedResult>> names,
            String name,
            Map<String, String> where,
            SourceLocation location) {
        List<ScenarioCase> selected = given.keySet().stream()
                .filter(each -> each.parameters().entrySet().containsAll(where.entrySet()))
                .toList();
        if (complete
                && selected.isEmpty()
                && !given.isEmpty()
                && where.entrySet().stream().allMatch(this::isUsed)) {
            problems.error(
                    location,
                    "no case has " + Trial.label(where),
                    "'exclude' or 'zip' leave it out; 'mqecn validate -o json' lists the cases");
            return;
        }
        List<ScenarioCase> giving = selected.stream()
                .filter(each -> names.apply(given.get(each)).containsKey(name))
                .toList();
        if (giving.size() == selected.size() && find(kinds, name).isPresent()) {
            return;
        }
        if (giving.isEmpty()) {
            problems.error(
                    location,
                    "no case " + (where.isEmpty() ? "" : "with " + Trial.label(where) + " ") + "gives '" + name + "'",
                    remedy(kinds, names, name));
        } else {
            problems.warning(
                    location,
                    "some cases do not give '" + name + "': "
                            + labels(selected.stream()
                                    .filter(each -> !giving.contains(each))
                                    .toList()),
                    "they have no value in this figure or check");
        }
    }

    /** Whether some case has a value; a value that none has is reported where it is read. */
    private boolean isUsed(Map.Entry<String, String> value) {
        return given.keySet().stream()
                .anyMatch(each -> value.getValue().equals(each.parameters().get(value.getKey())));
    }

    private static Optional<NamedResult> find(NamedResult[] kinds, String name) {
        return Stream.of(kinds)
                .filter(each -> each.nameTemplate().matches(name))
                .findFirst();
    }

    private String remedy(NamedResult[] kinds, Function<CaseMetrics, Map<String, NamedResult>> names, String name) {
        Set<String> known = new LinkedHashSet<>();
        given.values().forEach(each -> known.addAll(names.apply(each).keySet()));
        Stream.of(kinds).filter(each -> each.nameTemplate().isName()).forEach(each -> known.add(each.key()));
        if (find(kinds, name).isEmpty() && find(Samples.values(), name).isPresent()) {
            return "these are samples: write cdf: " + name;
        }
        if (kinds[0] instanceof Samples && find(Metric.values(), name).isPresent()) {
            return "this is a metric, not samples: write bars: " + name;
        }
        List<ScenarioCase> others = given.keySet().stream()
                .filter(each -> names.apply(given.get(each)).containsKey(name))
                .toList();
        return !others.isEmpty()
                ? "it is given by " + labels(others)
                : find(kinds, name)
                        .filter(each -> each.nameTemplate().isName())
                        .map(each -> "it needs " + each.source().text())
                        .or(() -> nearest(name, known).map(word -> "did you mean '" + word + "'? (" + LIST_THEM + ")"))
                        .orElse(LIST_THEM);
    }

    /** The closest name; one that goes on where this one ends, {@code rtt_avg}, is close too. */
    private static Optional<String> nearest(String name, Set<String> known) {
        return Suggestion.nearest(name, known).or(() -> known.stream()
                .filter(each -> each.startsWith(name + "_"))
                .findFirst());
    }

    private static String labels(List<ScenarioCase> cases) {
        List<String> first = new ArrayList<>(
                cases.stream().limit(MAX_CASES).map(Trial::label).toList());
        if (cases.size() > MAX_CASES) {
            first.add(cases.size() - MAX_CASES + " more");
        }
        return first.stream().collect(Collectors.joining("; "));
    }
}
