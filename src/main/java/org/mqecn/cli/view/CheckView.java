// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.experiment.runner.CheckOutcome;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.figure.TextTable;

/** What became of checks, a line each. */
public final class CheckView {
    private CheckView() {}

    public static void print(PrintWriter out, List<CheckOutcome> verdicts) {
        TextTable textTable = new TextTable()
                .textColumn("check")
                .textColumn("where")
                .numberColumn("", "ours")
                .numberColumn("", "paper")
                .numberColumn("", "within")
                .textColumn("");
        for (CheckOutcome outcome : verdicts) {
            MetricCheck metricCheck = outcome.metricCheck();
            textTable.addRow(List.of(
                    metricCheck.metric(),
                    conditionText(metricCheck),
                    measuredText(outcome),
                    metricCheck.direction().isPresent() ? "-" : metricCheck.expectedText(),
                    metricCheck.toleranceText().or(metricCheck::direction).orElse("-"),
                    outcomeText(outcome)));
        }
        if (!verdicts.isEmpty()) {
            textTable.print(out);
        }
    }

    private static String conditionText(MetricCheck metricCheck) {
        return joinLabels(metricCheck.where())
                + (metricCheck.isRelative() ? " against " + joinLabels(metricCheck.baseline()) : "");
    }

    private static String joinLabels(Map<String, String> labels) {
        return String.join(", ", labels.values());
    }

    private static String measuredText(CheckOutcome outcome) {
        if (outcome.measured().isEmpty()) {
            return "-";
        }
        double value = outcome.measured().getAsDouble();
        return outcome.metricCheck().isRelative()
                ? String.format(Locale.ROOT, "%+.1f%%", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String outcomeText(CheckOutcome outcome) {
        return switch (outcome.status()) {
            case PASSED -> "holds";
            case FAILED -> "FAILS: " + outcome.explanation();
            case NOT_RUN -> "not run";
        };
    }
}
