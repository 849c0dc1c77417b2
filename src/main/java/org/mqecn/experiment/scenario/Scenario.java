// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.List;
import java.util.Optional;
import org.mqecn.figure.FigureSpec;
import org.mqecn.result.PaperReference;

/**
 * An experiment: its cases, what the report draws of them, what has to come out.
 *
 * @param variables what differs from case to case
 * @param cases each combination, and each repetition of it
 * @param text the document, changed as it was asked for
 */
public record Scenario(
        String name,
        String title,
        Optional<PaperReference> paper,
        List<Variable> variables,
        List<ScenarioCase> cases,
        List<FigureSpec> figures,
        List<MetricCheck> checks,
        int seed,
        String text) {
    public Scenario {
        variables = List.copyOf(variables);
        cases = List.copyOf(cases);
        figures = List.copyOf(figures);
        checks = List.copyOf(checks);
    }

    /** All of it but what its report draws. */
    public Experiment<ScenarioCase> experiment() {
        return new Experiment<>(name, title, paper, cases, checks, seed, text);
    }
}
