// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.stream.Collectors;
import org.mqecn.result.CheckResult;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityRule;

/** The summary at the top of a page: failed checks, invalid and missing runs, or that all is well. */
final class SummaryHtml {
    private final ResultFolder folder;
    private final StringBuilder html = new StringBuilder();

    private SummaryHtml(ResultFolder folder) {
        this.folder = folder;
    }

    static String html(ResultFolder folder) {
        SummaryHtml summaryHtml = new SummaryHtml(folder);
        summaryHtml.checks(folder.summary().checks());
        summaryHtml.runs();
        return summaryHtml.html.toString();
    }

    /** Invalid and missing runs alone. */
    static String ofRuns(ResultFolder folder) {
        SummaryHtml summaryHtml = new SummaryHtml(folder);
        summaryHtml.runs();
        return summaryHtml.html.toString();
    }

    private void checks(List<CheckResult> checks) {
        List<CheckResult> failed = checks.stream().filter(CheckResult::failed).toList();
        int passed = (int) checks.stream().filter(CheckResult::passed).count();
        int open = checks.size() - failed.size() - passed;
        if (!failed.isEmpty()) {
            append(
                    "bad",
                    "✗ " + countOf(failed.size(), checks.size(), "check", "failed", "failed"),
                    failed.stream().map(CheckHtml::sentence).toList());
        } else if (passed > 0) {
            append(
                    "good",
                    "✓ "
                            + (open > 0
                                    ? countOf(passed, checks.size(), "check", "passed", "passed")
                                    : passed == 1 ? "The check passed" : "All " + passed + " checks passed"),
                    List.of());
        }
        if (open > 0) {
            append("", countOf(open, checks.size(), "check", "was", "were") + " not run", List.of());
        } else if (checks.isEmpty()) {
            append("", "There are no checks", List.of());
        }
    }

    private void runs() {
        ExperimentSummary summary = folder.summary();
        List<RunFile> invalid =
                folder.runs().stream().filter(run -> !run.valid()).toList();
        if (!invalid.isEmpty()) {
            append(
                    "bad",
                    "✗ " + countOf(invalid.size(), folder.runs().size(), "run", "is", "are")
                            + " invalid and excluded from all figures",
                    invalid.stream()
                            .map(run -> Html.escape(
                                    run.label() + ": " + RunFault.texts(run.faults(), ValidityRule.REQUIRE)))
                            .toList());
        }
        List<RunFile> reported =
                folder.runs().stream().filter(RunFile::isReported).toList();
        if (!reported.isEmpty()) {
            append(
                    "",
                    RunFault.BADGE + " "
                            + countOf(
                                    reported.size(),
                                    folder.runs().size(),
                                    "run",
                                    "is in the figures although the scenario asks to report a reason",
                                    "are in the figures although the scenario asks to report a reason"),
                    reported.stream()
                            .map(run ->
                                    Html.escape(run.label() + ": " + RunFault.texts(run.faults(), ValidityRule.REPORT)))
                            .toList());
        }
        if (!summary.failures().isEmpty()) {
            append(
                    "bad",
                    "✗ " + countOf(summary.failures().size(), summary.planned(), "run", "failed", "failed"),
                    summary.failures().entrySet().stream()
                            .map(each -> Html.escape(each.getKey() + ": " + each.getValue()))
                            .toList());
        }
        int missing =
                summary.planned() - folder.runs().size() - summary.failures().size();
        if (missing > 0) {
            append(
                    "bad",
                    "✗ "
                            + countOf(
                                    missing,
                                    summary.planned(),
                                    "run",
                                    "has not been made yet",
                                    "have not been made yet"),
                    List.of());
        }
    }

    private void append(String style, String sentence, List<String> items) {
        html.append("<div class=\"verdict ")
                .append(style)
                .append("\"><p><b>")
                .append(sentence)
                .append(".</b></p>")
                .append(
                        items.isEmpty()
                                ? ""
                                : "<ul>"
                                        + items.stream()
                                                .map(item -> "<li>" + item + "</li>")
                                                .collect(Collectors.joining("\n"))
                                        + "</ul>")
                .append("</div>\n");
    }

    /** {@code 1 of 18 runs is invalid}. */
    private static String countOf(int number, int all, String noun, String one, String many) {
        return number + " of " + all + " " + noun + (all == 1 ? " " : "s ") + (number == 1 ? one : many);
    }
}
