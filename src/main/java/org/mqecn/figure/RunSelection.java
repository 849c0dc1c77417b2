// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.result.CaseLabels;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityRule;
import org.mqecn.statistics.MeanInterval;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * The runs of a figure in groups: a line, a colour or a row each. Every variable that is not on the x axis forms groups, so
 * values of different cases are never mixed.
 *
 * @param runs the valid runs, in order
 */
record RunSelection(List<RunFile> runs, FigureSpec spec, List<String> groupBy) {
    /** @throws UserError if the figure names something that is not a variable */
    static RunSelection of(ResultFolder folder, FigureSpec spec) {
        spec.variableNames()
                .filter(name -> !folder.variables().containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw UserError.usage(
                            "the figure '" + spec.heading() + "' names '" + name + "', which does not vary",
                            Suggestion.of(name, folder.variables().keySet()));
                });
        List<RunFile> runs = folder.runs().stream()
                .filter(RunFile::valid)
                .filter(run -> matches(run, spec.where()))
                .toList();
        List<String> groupBy = new ArrayList<>(spec.groupBy().stream().toList());
        folder.variables().keySet().stream()
                .filter(name -> !groupBy.contains(name))
                .filter(name -> spec.x().stream().noneMatch(name::equals))
                .filter(name -> runs.stream()
                                .map(run -> run.parameters().get(name))
                                .distinct()
                                .count()
                        > 1)
                .forEach(groupBy::add);
        return new RunSelection(runs, spec, groupBy);
    }

    static boolean matches(RunFile run, Map<String, String> where) {
        return where.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(run.parameters().get(entry.getKey())));
    }

    /** The groups by their labels, which have a badge if a run of the group reports a fault. */
    Map<String, List<RunFile>> groups() {
        Map<String, List<RunFile>> groups = new LinkedHashMap<>();
        runs.stream()
                .collect(Collectors.groupingBy(this::label, LinkedHashMap::new, Collectors.toList()))
                .forEach((label, group) -> groups.put(badged(label, group), group));
        return groups;
    }

    private static String badged(String label, List<RunFile> group) {
        return group.stream().anyMatch(RunFile::isReported) ? label + " " + RunFault.BADGE : label;
    }

    /** What the badge means; empty if no run has one. */
    String badgeNote() {
        String reasons = runs.stream()
                .filter(RunFile::isReported)
                .flatMap(run -> run.faults().stream())
                .filter(fault -> fault.is(ValidityRule.REPORT))
                .map(fault -> fault.reason().key())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "" : RunFault.BADGE + " with a reported reason: " + reasons + ".";
    }

    private String label(RunFile run) {
        Map<String, String> values = new LinkedHashMap<>();
        groupBy.forEach(
                name -> values.put(name, Objects.toString(run.parameters().get(name), "-")));
        String label = CaseLabels.format(values.isEmpty() ? spec.where() : values);
        return label.isEmpty() ? run.scenario() : label;
    }

    RunSelection withSpec(FigureSpec other) {
        return new RunSelection(runs, other, groupBy);
    }

    /** What a group has of the variable that the figure groups by. */
    String value(List<RunFile> group) {
        return group.get(0).parameters().get(spec.groupBy().orElseThrow());
    }

    /** The runs that a group is relative to: those of the base, with the same values of all other variables. */
    List<RunFile> base(List<RunFile> group) {
        String varied = spec.groupBy().orElseThrow();
        Map<String, String> values = new LinkedHashMap<>(group.get(0).parameters());
        values.put(varied, spec.relativeTo().orElseThrow());
        return runs.stream()
                .filter(run -> groupBy.stream()
                        .allMatch(name -> Objects.equals(
                                values.get(name), run.parameters().get(name))))
                .toList();
    }

    /** The values of the x axis, in order. */
    List<String> xValues() {
        String x = spec.x().orElseThrow();
        return runs.stream().map(run -> run.parameters().get(x)).distinct().toList();
    }

    /** The runs of a group at one position of the x axis. */
    List<RunFile> atPosition(List<RunFile> group, String position) {
        String x = spec.x().orElseThrow();
        return group.stream()
                .filter(run -> position.equals(run.parameters().get(x)))
                .toList();
    }

    /** Mean of a metric, with its interval, over the repetitions of a case. */
    static Optional<MeanInterval> statistics(List<RunFile> repetitions, String metric) {
        return MeanInterval.of(repetitions.stream()
                .map(run -> run.metrics().get(metric))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray());
    }
}
