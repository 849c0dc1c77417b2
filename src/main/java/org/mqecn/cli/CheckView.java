// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.experiment.runner.Verdict;
import org.mqecn.experiment.scenario.Check;
import org.mqecn.figure.Table;

/** What became of checks, a line each. */
final class CheckView {
    private CheckView() {}

    static void print(PrintWriter out, List<Verdict> verdicts) {
        Table table = new Table().words("check").words("where").numbers("", "ours").numbers("", "paper")
                .numbers("", "within").words("");
        for (Verdict verdict : verdicts) {
            Check check = verdict.check();
            table.row(List.of(check.metric(), where(check), ours(verdict),
                    check.direction().isPresent() ? "-" : check.paperText(),
                    check.withinText().or(check::direction).orElse("-"), word(verdict)));
        }
        if (!verdicts.isEmpty()) {
            table.print(out);
        }
    }

    private static String where(Check check) {
        return words(check.where()) + (check.isChange() ? " against " + words(check.against()) : "");
    }

    private static String words(Map<String, String> labels) {
        return String.join(", ", labels.values());
    }

    private static String ours(Verdict verdict) {
        if (verdict.ours().isEmpty()) {
            return "-";
        }
        double value = verdict.ours().getAsDouble();
        return verdict.check().isChange() ? String.format(Locale.ROOT, "%+.1f%%", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String word(Verdict verdict) {
        return switch (verdict.outcome()) {
            case HOLDS -> "holds";
            case FAILS -> "FAILS: " + verdict.why();
            case NOT_RUN -> "not run";
        };
    }
}
