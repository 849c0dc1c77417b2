// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mqecn.figure.Summary.Check;

/** Checks as parts of a page: the paper's value, ours, and the verdict. */
final class CheckHtml {
    private CheckHtml() {}

    /** A table of them; nothing where there are none. */
    static String table(List<Check> checks) {
        if (checks.isEmpty()) {
            return "";
        }
        return "<div class=\"scroll\"><table class=\"checks\"><thead><tr><th class=\"first\">check</th><th>paper</th>"
                + "<th>here</th><th>within</th><th class=\"first\">verdict</th></tr></thead>\n<tbody>\n"
                + checks.stream().map(CheckHtml::row).collect(Collectors.joining()) + "</tbody></table></div>\n";
    }

    /** A check that does not hold, in a sentence. */
    static String sentence(Check check) {
        return quantity(check) + ": "
                + (check.why().isEmpty() ? "here " + ours(check) + ", in the paper " + paper(check) : why(check));
    }

    private static String row(Check check) {
        return "<tr><th class=\"first\" scope=\"row\">" + quantity(check) + "</th>" + Html.cell("", paper(check))
                + Html.cell("value", ours(check)) + Html.cell("", within(check)) + verdict(check) + "</tr>\n";
    }

    /** What is checked, where: {@code RTT, average: mq-ecn against per-queue}. */
    private static String quantity(Check check) {
        Map<String, String> other = new LinkedHashMap<>(check.against());
        other.entrySet().removeAll(check.where().entrySet());
        Metric metric = Metric.of(check.metric());
        return Html.escape((check.isRelative() ? metric.words() : metric.axis())
                + (check.where().isEmpty() ? "" : ": " + FigureSpec.named(check.where()))
                + (check.isRelative() ? " against " + FigureSpec.named(other) : ""));
    }

    private static String paper(Check check) {
        return Html.escape(check.paper().replace('-', '−'));
    }

    private static String ours(Check check) {
        if (check.ours() == null) {
            return check.held() == null ? "" : "no value";
        }
        String format = Math.abs(check.ours()) < 1 ? "%+.2f%%" : "%+.1f%%";
        return (check.isRelative() ? String.format(Locale.ROOT, format, check.ours())
                : ValueTable.number(check.ours())).replace('-', '−');
    }

    private static String within(Check check) {
        if (check.within().isEmpty()) {
            return check.direction().isEmpty() ? "the direction" : check.direction();
        }
        return Html.escape(check.isRelative() ? check.within().replace("%", " points") : check.within());
    }

    private static String verdict(Check check) {
        String why = check.why().isEmpty() ? "" : ": " + why(check);
        return check.holds() ? Html.cell("first good", "✓ holds" + why)
                : check.fails() ? Html.cell("first off", "✗ does not hold" + why)
                : Html.cell("first", "not run");
    }

    private static String why(Check check) {
        return Html.escape(check.why().replaceAll("-(?=\\d)", "−"));
    }
}
