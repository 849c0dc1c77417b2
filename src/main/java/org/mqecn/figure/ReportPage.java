// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mqecn.figure.Comparison.ComparedMetric;
import org.mqecn.figure.chart.ChartEngine;
import org.mqecn.figure.chart.FigureWidth;
import org.mqecn.figure.chart.Picture;
import org.mqecn.host.ClasspathResources;
import org.mqecn.result.CheckResult;
import org.mqecn.result.PaperReference;
import org.mqecn.result.RunFile;

/** The page of a scenario: one file that needs no other. Failed checks come first. */
final class ReportPage {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private ReportPage() {}

    static String of(ResultFolder folder) throws IOException {
        return of(folder, SummaryHtml.html(folder), "");
    }

    /** The page of combined folders: what differs, and figures with the lines of all. */
    static String ofComparison(ResultFolder folder, List<ComparedMetric> compared) throws IOException {
        return of(folder, SummaryHtml.ofRuns(folder), DifferenceHtml.section(compared));
    }

    private static String of(ResultFolder folder, String summary, String differences) throws IOException {
        FigureBuilder figureBuilder = new FigureBuilder(folder);
        List<Figure> figures = figureBuilder.figures();
        Provenance provenance = new Provenance(folder);
        String title = title(folder.runs().get(0));
        Map<String, String> values = new HashMap<>();
        values.put("title", Html.escape(title));
        values.put("lead", lead(folder));
        values.put("summary", summary);
        values.put("differences", differences);
        values.put("contents", contents(figures));
        values.put("figures", sections(figures));
        values.put("remainingChecks", remainingChecks(figureBuilder.remainingChecks(), figures.isEmpty()));
        values.put("command", provenance.command());
        values.put("versions", provenance.versions());
        values.put("scenario", Html.escape(folder.scenario().strip()));
        values.put("values", provenance.metricsTable());
        values.put("configurations", provenance.configurations());
        values.put("runInfo", provenance.runInfo());
        values.put("script", ClasspathResources.readText(ReportPage.class, "page.js"));
        return Html.page(title, POLICY, "", Html.fill(ReportPage.class, "report.html", values));
    }

    private static String title(RunFile run) {
        return run.title().isEmpty() ? run.scenario() : run.title();
    }

    private static String lead(ResultFolder folder) {
        PaperReference paper = folder.summary().paper() == null
                ? folder.runs().get(0).paper()
                : folder.summary().paper();
        if (paper == null) {
            return "";
        }
        String source = Html.escape(paper.source());
        String link = !paper.url().startsWith("http")
                ? source
                : "<a href=\"" + Html.escape(paper.url()) + "\" rel=\"noreferrer\">" + source + "</a>";
        return "<p class=\"lead\">Reproduces " + link + ".</p>";
    }

    private static String contents(List<Figure> figures) {
        return figures.size() < 3
                ? ""
                : "<nav aria-label=\"Figures\"><ul>"
                        + figures.stream()
                                .map(figure -> "<li><a href=\"#" + figure.name() + "\">" + Html.escape(figure.title())
                                        + "</a></li>")
                                .collect(Collectors.joining())
                        + "</ul></nav>";
    }

    private static String sections(List<Figure> figures) {
        StringBuilder sections = new StringBuilder();
        for (Figure figure : figures) {
            sections.append("<section id=\"")
                    .append(figure.name())
                    .append("\">\n<h2>")
                    .append(Html.escape(figure.title()))
                    .append("</h2>\n")
                    .append(figureHtml(figure))
                    .append(CheckHtml.table(figure.checks()))
                    .append("</section>\n");
        }
        return sections.toString();
    }

    private static String figureHtml(Figure figure) {
        if (figure.isEmpty()) {
            return "<p class=\"caption\">No valid run has values for this figure.</p>\n";
        }
        String caption = Html.escape(figure.caption());
        if (figure.content() instanceof Picture picture) {
            return "<figure>" + new ChartEngine(picture, FigureWidth.DEFAULT).svg()
                    + (caption.isEmpty() ? "" : "<figcaption>" + caption + "</figcaption>") + "</figure>\n";
        }
        return ((ValueTable) figure.content()).html()
                + (caption.isEmpty() ? "" : "<p class=\"caption\">" + caption + "</p>\n");
    }

    private static String remainingChecks(List<CheckResult> checks, boolean alone) {
        return checks.isEmpty()
                ? ""
                : "<section><h2>" + (alone ? "Checks" : "Other checks") + "</h2>\n" + CheckHtml.table(checks)
                        + "</section>\n";
    }
}
