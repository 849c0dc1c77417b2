// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mqecn.result.CaseLabels;
import org.mqecn.result.CheckResult;
import org.mqecn.result.CheckStatus;
import org.mqecn.result.RunFault;

/** Checks as HTML: the value of the paper, the measured value and the result. */
final class CheckHtml {
    private CheckHtml() {}

    /** A table of checks; empty for none. */
    static String table(List<CheckResult> checks) {
        if (checks.isEmpty()) {
            return "";
        }
        return "<div class=\"scroll\"><table class=\"checks\"><thead><tr><th class=\"first\">Check</th><th>Paper</th>"
                + "<th>Measured</th><th>Tolerance</th><th class=\"first\">Result</th></tr></thead>\n<tbody>\n"
                + checks.stream().map(CheckHtml::row).collect(Collectors.joining()) + "</tbody></table></div>\n";
    }

    /** A failed check in a sentence. */
    static String sentence(CheckResult checkResult) {
        return quantity(checkResult) + ": "
                + (checkResult.explanation().isEmpty()
                        ? "measured " + measured(checkResult) + ", paper " + paper(checkResult)
                        : why(checkResult));
    }

    private static String row(CheckResult checkResult) {
        return "<tr><th class=\"first\" scope=\"row\">" + quantity(checkResult) + "</th>"
                + Html.cell("", paper(checkResult)) + Html.cell("value", measured(checkResult))
                + Html.cell("", tolerance(checkResult)) + result(checkResult) + "</tr>\n";
    }

    /** The metric and the case: {@code Average RTT: mq-ecn vs. per-queue}. */
    private static String quantity(CheckResult checkResult) {
        Map<String, String> other = new LinkedHashMap<>(checkResult.baseline());
        other.entrySet().removeAll(checkResult.where().entrySet());
        MetricName metricName = MetricName.of(checkResult.metric());
        return Html.escape((checkResult.isRelative() ? metricName.title() : metricName.axisTitle())
                + (checkResult.where().isEmpty() ? "" : ": " + CaseLabels.format(checkResult.where()))
                + (checkResult.isRelative() ? " vs. " + CaseLabels.format(other) : ""));
    }

    private static String paper(CheckResult checkResult) {
        return Html.escape(checkResult.paper().replace('-', '−'));
    }

    private static String measured(CheckResult checkResult) {
        if (checkResult.measured() == null) {
            return checkResult.status() == CheckStatus.NOT_RUN ? "" : "no value";
        }
        String format = Math.abs(checkResult.measured()) < 1 ? "%+.2f%%" : "%+.1f%%";
        String value = checkResult.isRelative()
                ? String.format(Locale.ROOT, format, checkResult.measured())
                : ValueTable.format(checkResult.measured());
        return (value + halfWidth(checkResult)).replace('-', '−');
    }

    private static String halfWidth(CheckResult checkResult) {
        return checkResult.interval() == null
                ? ""
                : " ± "
                        + ValueTable.format((checkResult.interval().to()
                                        - checkResult.interval().from())
                                / 2);
    }

    private static String tolerance(CheckResult checkResult) {
        if (checkResult.tolerance().isEmpty()) {
            return checkResult.direction().isEmpty() ? "direction only" : checkResult.direction();
        }
        return Html.escape(
                checkResult.isRelative() ? checkResult.tolerance().replace("%", " points") : checkResult.tolerance());
    }

    private static String result(CheckResult checkResult) {
        String why = checkResult.explanation().isEmpty() ? "" : ": " + why(checkResult);
        String badge = checkResult.reported().isEmpty() ? "" : " " + RunFault.BADGE;
        return checkResult.passed()
                ? Html.cell("first good", "✓ passed" + badge + why)
                : checkResult.failed()
                        ? Html.cell("first off", "✗ failed" + badge + why)
                        : checkResult.isInconclusive()
                                ? Html.cell("first", "? inconclusive" + badge + why)
                                : Html.cell("first", "not run");
    }

    private static String why(CheckResult checkResult) {
        return Html.escape(checkResult.explanation().replaceAll("-(?=\\d)", "−"));
    }
}
