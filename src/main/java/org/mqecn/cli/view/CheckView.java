// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.result.CheckResult;
import org.mqecn.result.RunFault;

/** Prints the results of checks as a table. */
public final class CheckView {
    private CheckView() {}

    public static void print(PrintWriter out, List<CheckResult> checks) {
        TextTable textTable = new TextTable()
                .textColumn("check")
                .textColumn("case")
                .numberColumn("", "measured")
                .numberColumn("", "paper")
                .numberColumn("", "tolerance")
                .textColumn("result");
        for (CheckResult check : checks) {
            textTable.addRow(List.of(
                    check.metric(),
                    conditionText(check.where(), check.baseline()),
                    measuredText(check),
                    orDash(check.paper()),
                    orDash(check.tolerance().isEmpty() ? check.direction() : check.tolerance()),
                    resultText(check)));
        }
        if (!checks.isEmpty()) {
            textTable.print(out);
        }
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /** @param baseline empty unless a change is checked */
    static String conditionText(Map<String, String> where, Map<String, String> baseline) {
        return joinLabels(where) + (baseline.isEmpty() ? "" : " vs " + joinLabels(baseline));
    }

    private static String joinLabels(Map<String, String> labels) {
        return String.join(", ", labels.values());
    }

    private static String measuredText(CheckResult check) {
        return check.measured() == null
                ? "-"
                : String.format(Locale.ROOT, check.isRelative() ? "%+.1f%%" : "%.1f", check.measured())
                        + (check.interval() == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        " ± %.1f",
                                        (check.interval().to()
                                                        - check.interval().from())
                                                / 2));
    }

    private static String resultText(CheckResult check) {
        String badge = check.reported().isEmpty() ? "" : " " + RunFault.BADGE;
        return switch (check.status()) {
            case PASSED -> "passed" + badge;
            case FAILED -> "FAILED" + badge + ": " + check.explanation();
            case INCONCLUSIVE -> "INCONCLUSIVE" + badge + ": " + check.explanation();
            case NOT_RUN -> "not run";
        };
    }
}
