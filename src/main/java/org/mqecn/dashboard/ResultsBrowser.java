// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.figure.Html;
import org.mqecn.figure.Report;
import org.mqecn.host.FileTrees;
import org.mqecn.result.CheckResult;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.UserError;
import org.mqecn.web.WebResponse;

/**
 * Pages on the results of {@code mqecn run} below a folder: {@code /results/} lists them, {@code /results/NAME/} is a report,
 * {@code /files/NAME/} lists its files, {@code /files/NAME/FILE} is one. Nothing else of the machine can be read.
 */
final class ResultsBrowser {
    static final String RESULTS = "/results/";
    static final String FILES = "/files/";

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String PLAIN = "text/plain; charset=utf-8";
    /** An experiment may be in a folder of its group. */
    private static final int DEPTH = 3;

    private final Path parent;

    ResultsBrowser(Path parent) {
        this.parent = parent;
    }

    /** Answers a path that begins with {@link #RESULTS}. */
    WebResponse results(String path) throws IOException {
        String name = path.substring(RESULTS.length());
        if (name.isEmpty()) {
            return WebResponse.of(HTML, index());
        }
        Optional<Path> folder = folder(name);
        return folder.isEmpty() ? WebResponse.notFound() : WebResponse.of(HTML, report(folder.get()));
    }

    /** A report takes seconds of a processor: one at a time. */
    private synchronized String report(Path folder) throws IOException {
        return Report.of(folder).html();
    }

    /** Answers a path that begins with {@link #FILES}. */
    WebResponse files(String path) throws IOException {
        String name = path.substring(FILES.length());
        for (Path folder : folders()) {
            String prefix = name(folder) + "/";
            if (name.equals(prefix)) {
                return WebResponse.of(HTML, fileList(folder));
            }
            if (name.startsWith(prefix)) {
                Optional<Path> file = regularFiles(folder).stream()
                        .filter(each -> folder.relativize(each).toString().equals(name.substring(prefix.length())))
                        .findFirst();
                if (file.isPresent()) {
                    return WebResponse.of(PLAIN, Files.readAllBytes(file.get()));
                }
            }
        }
        return WebResponse.notFound();
    }

    /** Only what a listing holds is answered: no path of a request is opened. */
    private Optional<Path> folder(String name) throws IOException {
        return folders().stream()
                .filter(folder -> name.equals(name(folder) + "/"))
                .findFirst();
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(parent, DEPTH)) {
            return all.filter(folder -> Files.isDirectory(new ResultLayout(folder).runs()))
                    .filter(folder -> !folder.equals(parent))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> regularFiles(Path folder) throws IOException {
        return FileTrees.find(folder, name -> !name.startsWith(".")).stream()
                .filter(file -> !Files.isSymbolicLink(file))
                .toList();
    }

    private String name(Path folder) {
        return parent.relativize(folder).toString();
    }

    private String index() throws IOException {
        List<Path> folders = folders();
        String rows = folders.stream().map(this::row).collect(Collectors.joining());
        return page(
                "Results",
                folders.isEmpty()
                        ? "<p>No results in <code>" + Html.escape(parent.toString())
                                + "</code>. 'mqecn run SCENARIO' makes some; --results names another folder.</p>"
                        : "<div class=\"scroll\"><table><thead><tr><th class=\"first\">Results</th>"
                                + "<th class=\"first\">Title</th><th>Runs</th><th class=\"first\">Checks</th>"
                                + "<th class=\"first\"></th></tr></thead><tbody>" + rows + "</tbody></table></div>");
    }

    private String row(Path folder) {
        String name = name(folder);
        String title;
        String runs;
        String checks;
        try {
            ExperimentSummary summary = ResultFiles.readSummary(new ResultLayout(folder).summary());
            title = summary.title().isEmpty() ? summary.scenario() : summary.title();
            runs = new ResultLayout(folder)
                            .runNames().stream().filter(summary::includes).count() + " of " + summary.planned();
            checks = checks(summary.checks());
        } catch (UserError | IOException e) {
            title = "no complete results: " + UserError.of(e).getMessage();
            runs = "";
            checks = "";
        }
        return "<tr><th class=\"first\" scope=\"row\">" + link(RESULTS + name + "/", name) + "</th><td class=\"first\">"
                + Html.escape(title) + "</td><td>" + runs + "</td><td class=\"first\">" + checks
                + "</td><td class=\"first\">" + link(FILES + name + "/", "files") + "</td></tr>\n";
    }

    private static String checks(List<CheckResult> checks) {
        long failed = checks.stream().filter(CheckResult::failed).count();
        long passed = checks.stream().filter(CheckResult::passed).count();
        return failed > 0 ? "✗ " + failed + " failed" : passed > 0 ? "✓ " + passed + " passed" : "";
    }

    private String fileList(Path folder) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (Path file : regularFiles(folder)) {
            String name = folder.relativize(file).toString();
            rows.append("<tr><th class=\"first\" scope=\"row\">")
                    .append(link(FILES + name(folder) + "/" + name, name))
                    .append("</th><td>")
                    .append(String.format(Locale.ROOT, "%,d", Files.size(file)))
                    .append("</td></tr>\n");
        }
        return page(
                name(folder),
                "<p>" + link(RESULTS + name(folder) + "/", "Report")
                        + "</p><div class=\"scroll\"><table><thead><tr><th class=\"first\">File</th><th>Bytes</th></tr>"
                        + "</thead><tbody>" + rows + "</tbody></table></div>");
    }

    private static String page(String title, String content) {
        return Html.page(
                title,
                POLICY,
                "",
                Html.fill(
                        ResultsBrowser.class, "results.html", Map.of("title", Html.escape(title), "content", content)));
    }

    private static String link(String path, String text) {
        try {
            String address = new URI(null, null, path, null).toASCIIString();
            return "<a href=\"" + Html.escape(address) + "\">" + Html.escape(text) + "</a>";
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // a path that begins with a slash has no other parts
        }
    }
}
