// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.List;
import java.util.Optional;
import org.mqecn.figure.FigureSpec;
import org.mqecn.result.PaperReference;

/**
 * A scenario: its cases, figures and checks.
 *
 * @param cases each repetition of each combination of the variables' values
 * @param text the document with overrides applied
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

    /** The scenario without its figures. */
    public Experiment<ScenarioCase> experiment() {
        return new Experiment<>(name, title, paper, cases, checks, seed, text);
    }
}
