// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mqecn.figure.Comparison.ComparedMetric;
import org.mqecn.statistics.MeanDifference;
import org.mqecn.statistics.MeanInterval;

/** Differences between results as HTML: a row for each metric of each case, before and after. */
final class DifferenceHtml {
    private DifferenceHtml() {}

    static String section(List<ComparedMetric> compared) {
        long different = compared.stream().filter(ComparedMetric::isDifferent).count();
        return "<section id=\"differences\">\n<h2>Differences</h2>\n"
                + "<div class=\"scroll\"><table class=\"checks\"><thead><tr><th class=\"first\">Case</th>"
                + "<th class=\"first\">Metric</th><th class=\"first\">Results</th><th>Before</th><th>After</th>"
                + "<th>Change (%)</th><th class=\"first\"></th></tr></thead>\n<tbody>\n"
                + compared.stream().map(DifferenceHtml::row).collect(Collectors.joining())
                + "</tbody></table></div>\n<p class=\"caption\">" + different + " of " + compared.size()
                + " differ: the " + MeanInterval.NAME
                + " of the change leaves out zero. Of values that did not change, one in"
                + " twenty differs by chance. Without repetitions there is no interval, and any change"
                + " counts.</p>\n</section>\n";
    }

    private static String row(ComparedMetric each) {
        return "<tr><th class=\"first\" scope=\"row\">" + Html.escape(each.caseLabel()) + "</th>"
                + Html.cell("first", Html.escape(MetricName.of(each.metric()).axisTitle()))
                + Html.cell("first", Html.escape(each.folder()))
                + Html.cell("", text(each.before()))
                + Html.cell("", text(each.after()))
                + Html.cell("value", each.change().map(DifferenceHtml::text).orElse("–"))
                + Html.cell("first", each.isDifferent() ? "differs" : "") + "</tr>\n";
    }

    private static String text(MeanInterval mean) {
        return ValueTable.format(mean.mean()) + (mean.hasInterval() ? " ± " + ValueTable.format(mean.halfWidth()) : "");
    }

    private static String text(MeanDifference change) {
        return String.format(Locale.ROOT, "%+.1f", change.percent()).replace('-', '−')
                + (change.hasInterval() ? String.format(Locale.ROOT, " ± %.1f", change.halfWidth()) : "");
    }
}
