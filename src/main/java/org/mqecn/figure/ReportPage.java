// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mqecn.figure.Summary.Check;
import org.mqecn.figure.ValueTable.Column;
import org.mqecn.figure.ValueTable.Row;

/** The page of a scenario: one file that needs no other. What does not hold is said first. */
final class ReportPage {
    private final ResultFolder folder;
    private final Drawer drawer;
    private final List<Figure> figures;
    private final RunFile first;

    private ReportPage(ResultFolder folder) {
        this.folder = folder;
        drawer = new Drawer(folder);
        figures = drawer.figures();
        first = folder.runs().get(0);
    }

    static String of(ResultFolder folder) throws IOException {
        return new ReportPage(folder).html();
    }

    private String html() throws IOException {
        Map<String, String> places = Html.places();
        places.put("title", Html.escape(first.title()));
        places.put("lead", lead());
        places.put("verdict", verdict());
        places.put("contents", contents());
        StringBuilder sections = new StringBuilder();
        for (Figure figure : figures) {
            sections.append(section(figure));
        }
        places.put("figures", sections.toString());
        places.put("others", others());
        places.put("values", values());
        places.put("command", Html.escape(command()));
        places.put("scenario", Html.escape(folder.scenario().strip()));
        places.put("configurations", configurations());
        places.put("versions", versions());
        places.put("made", made());
        return Html.fill("report.html", places);
    }

    private String lead() {
        RunFile.Paper paper = folder.summary().paper() == null ? first.paper() : folder.summary().paper();
        if (paper == null || paper.source() == null) {
            return "";
        }
        String source = Html.escape(paper.source());
        String link = paper.url() == null || !paper.url().startsWith("http") ? source
                : "<a href=\"" + Html.escape(paper.url()) + "\" rel=\"noreferrer\">" + source + "</a>";
        return "<p class=\"lead\">Reproduces " + link + ".</p>";
    }

    private String verdict() {
        List<Check> checks = folder.summary().checks();
        List<Check> failed = checks.stream().filter(Check::fails).toList();
        List<RunFile> invalid = folder.runs().stream().filter(run -> !run.valid()).toList();
        long holding = checks.stream().filter(Check::holds).count();
        StringBuilder html = new StringBuilder();
        if (!failed.isEmpty()) {
            html.append(list("✗ " + part(failed.size(), checks.size(), "check", "does not hold", "do not hold") + ".",
                    failed.stream().map(check -> Html.escape(quantity(check)) + ": " + sentence(check)).toList()));
        } else if (holding > 0) {
            html.append("<div class=\"verdict good\"><p><b>✓ ").append(holding < checks.size()
                    ? part((int) holding, checks.size(), "check", "holds", "hold")
                    : holding == 1 ? "The check holds" : "All " + holding + " checks hold").append(".</b></p></div>\n");
        }
        int open = checks.size() - failed.size() - (int) holding;
        if (open > 0 || checks.isEmpty()) {
            html.append("<div class=\"verdict\"><p>").append(checks.isEmpty() ? "There are no checks."
                    : part(open, checks.size(), "check", "is", "are") + " of cases that were not to be run.")
                    .append("</p></div>\n");
        }
        if (!invalid.isEmpty()) {
            html.append(list("✗ " + part(invalid.size(), folder.runs().size(), "run", "does not count", "do not count")
                    + ": no figure here is made from what does not count.", invalid.stream()
                    .map(run -> Html.escape(label(run) + ": " + String.join("; ", run.faults()))).toList()));
        }
        Map<String, String> failures = folder.summary().failures();
        if (!failures.isEmpty()) {
            html.append(list("✗ " + part(failures.size(), folder.summary().planned(), "run", "failed", "failed") + ".",
                    failures.entrySet().stream().map(each -> Html.escape(each.getKey() + ": " + each.getValue())).toList()));
        }
        int missing = folder.summary().planned() - folder.runs().size() - failures.size();
        if (missing > 0) {
            html.append(list("✗ " + part(missing, folder.summary().planned(), "run", "is still to be done",
                    "are still to be done") + ".", List.of()));
        }
        return html.toString();
    }

    /** {@code 1 of 18 runs does not count}. */
    private static String part(int number, int all, String noun, String one, String many) {
        return number + " of " + all + " " + noun + (all == 1 ? " " : "s ") + (number == 1 ? one : many);
    }

    private static String counted(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String list(String sentence, List<String> items) {
        return "<div class=\"verdict bad\"><p><b>" + sentence + "</b></p>" + (items.isEmpty() ? "" : "<ul>"
                + items.stream().map(item -> "<li>" + item + "</li>").collect(Collectors.joining("\n")) + "</ul>")
                + "</div>\n";
    }

    private static String sentence(Check check) {
        return check.why().isEmpty() ? "here " + ours(check) + ", in the paper " + paper(check)
                : why(check);
    }

    private static String why(Check check) {
        return Html.escape(check.why().replaceAll("-(?=\\d)", "−"));
    }

    private String contents() {
        return figures.size() < 3 ? "" : "<nav aria-label=\"Figures\"><ul>" + figures.stream()
                .map(figure -> "<li><a href=\"#" + figure.name() + "\">" + Html.escape(figure.title()) + "</a></li>")
                .collect(Collectors.joining()) + "</ul></nav>";
    }

    private static String section(Figure figure) throws IOException {
        String caption = Html.escape(figure.caption());
        String drawn = figure.drawing() instanceof Picture picture
                ? "<figure>" + Live.html(picture, picture.svg(), figure.title())
                        + (caption.isEmpty() ? "" : "<figcaption>" + caption + "</figcaption>") + "</figure>\n"
                : ((ValueTable) figure.drawing()).html()
                        + (caption.isEmpty() ? "" : "<p class=\"caption\">" + caption + "</p>\n");
        return "<section id=\"" + figure.name() + "\">\n<h2>" + Html.escape(figure.title()) + "</h2>\n" + drawn
                + checks(figure.checks()) + "</section>\n";
    }

    private static String checks(List<Check> checks) {
        if (checks.isEmpty()) {
            return "";
        }
        return "<div class=\"scroll\"><table class=\"checks\"><thead><tr><th class=\"first\">check</th><th>paper</th>"
                + "<th>here</th><th>within</th><th class=\"first\">verdict</th></tr></thead>\n<tbody>\n"
                + checks.stream().map(ReportPage::row).collect(Collectors.joining()) + "</tbody></table></div>\n";
    }

    private static String row(Check check) {
        return "<tr><th class=\"first\" scope=\"row\">" + Html.escape(quantity(check)) + "</th>"
                + Html.cell("", paper(check)) + Html.cell("value", ours(check))
                + Html.cell("", Html.escape(check.isRelative() ? check.within().replace("%", " points") : check.within()))
                + verdict(check) + "</tr>\n";
    }

    private static String verdict(Check check) {
        String why = check.why().isEmpty() ? "" : ": " + why(check);
        return check.holds() ? Html.cell("first good", "✓ holds" + why)
                : check.fails() ? Html.cell("first off", "✗ does not hold" + why)
                : Html.cell("first", "not run");
    }

    /** What is checked, where: {@code RTT, average, µs: mq-ecn against per-queue}. */
    private static String quantity(Check check) {
        String where = FigureSpec.named(check.where());
        Map<String, String> other = new LinkedHashMap<>(check.against());
        other.entrySet().removeAll(check.where().entrySet());
        Metric metric = Metric.of(check.metric());
        return (check.isRelative() ? metric.words() : metric.axis()) + (where.isEmpty() ? "" : ": " + where)
                + (check.isRelative() ? " against " + FigureSpec.named(other) : "");
    }

    private static String paper(Check check) {
        return Html.escape(check.paper().replace('-', '−'));
    }

    private static String ours(Check check) {
        if (check.ours() == null) {
            return check.held() == null ? "" : "no value";
        }
        return (check.isRelative() ? String.format(Locale.ROOT, "%+.1f%%", check.ours())
                : ValueTable.number(check.ours())).replace('-', '−');
    }

    private String others() {
        List<Check> checks = drawer.others();
        return checks.isEmpty() ? "" : "<section><h2>" + (figures.isEmpty() ? "Checks" : "Other checks") + "</h2>\n"
                + checks(checks) + "</section>\n";
    }

    /** Everything that each run measured. */
    private String values() {
        List<String> metrics = folder.runs().stream().flatMap(run -> run.metrics().keySet().stream()).distinct().toList();
        List<Row> rows = folder.runs().stream().map(run -> new Row(label(run) + (run.valid() ? "" : " (does not count)"),
                false, metrics.stream().map(metric -> ValueTable.cell(
                        Selection.point(List.of(run), metric), false)).toList())).toList();
        List<Column> columns = metrics.stream().map(metric -> new Column(Metric.of(metric).group(),
                Metric.of(metric).column())).toList();
        return new ValueTable("run", columns, rows).html();
    }

    private static String label(RunFile run) {
        String values = FigureSpec.named(run.values());
        return (values.isEmpty() ? run.scenario() : values) + ", seed " + Long.toUnsignedString(run.seed());
    }

    private String command() {
        return folder.summary().command().isEmpty() ? "mqecn run scenario.yaml --seed "
                + Long.toUnsignedString(first.seed()) : folder.summary().command();
    }

    /** What each port was told, as read back; ports of several runs that are the same are shown once. */
    private String configurations() throws IOException {
        Map<String, List<String>> byText = new LinkedHashMap<>();
        for (RunFile run : folder.runs()) {
            if (!run.configuration().isMissingNode()) {
                byText.computeIfAbsent(pretty(run.configuration()), text -> new ArrayList<>()).add(label(run));
            }
        }
        return byText.entrySet().stream().map(entry -> "<details><summary>Ports as read back: "
                + Html.escape(shortened(entry.getValue())) + "</summary>\n<pre>" + Html.escape(entry.getKey())
                + "</pre></details>\n").collect(Collectors.joining());
    }

    private static String shortened(List<String> labels) {
        return labels.get(0) + (labels.size() == 1 ? "" : " and " + (labels.size() - 1) + " more");
    }

    private static String pretty(JsonNode node) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    private String versions() {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        folder.runs().forEach(run -> run.versions().forEach((name, version) ->
                versions.computeIfAbsent(name, each -> new TreeSet<>()).add(version)));
        return versions.entrySet().stream().map(entry -> "<tr><th class=\"first\" scope=\"row\">"
                + Html.escape(entry.getKey().replace('_', ' ')) + "</th><td class=\"first\">"
                + Html.escape(String.join(", ", entry.getValue())) + "</td></tr>").collect(Collectors.joining("\n"));
    }

    private String made() {
        List<RunFile.Header> headers = folder.runs().stream().map(RunFile::header).toList();
        double seconds = headers.stream().mapToDouble(RunFile.Header::wallSeconds).sum();
        String when = headers.stream().map(RunFile.Header::when).filter(text -> text != null && !text.isEmpty()).sorted()
                .collect(Collectors.collectingAndThen(Collectors.toList(), all -> all.isEmpty() ? "" : all.get(0).equals(
                        all.get(all.size() - 1)) ? all.get(0) : all.get(0) + " to " + all.get(all.size() - 1)));
        String machines = headers.stream().map(RunFile.Header::machine).filter(text -> text != null && !text.isEmpty())
                .distinct().collect(Collectors.joining("; "));
        return Html.escape(counted(folder.runs().size(), "run", "runs") + (when.isEmpty() ? "" : ", made " + when)
                + (machines.isEmpty() ? "" : ", on " + machines) + String.format(Locale.ROOT, ", in %.0f s of runs", seconds));
    }
}
