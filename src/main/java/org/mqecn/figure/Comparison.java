// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.result.CaseLabels;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.MeanDifference;
import org.mqecn.statistics.MeanInterval;
import org.mqecn.value.UserError;

/** Results of several folders, for example before and after a change: each against the first. */
public final class Comparison {
    /**
     * A metric of a case in one folder and in the first.
     *
     * @param caseLabel the case
     * @param folder label of the other folder
     * @param before its mean in the first folder
     * @param after its mean in the other one
     * @param change empty if it cannot be in percent
     * @param isPaired whether both have the same seeds, so that the change is that within a seed
     */
    public record ComparedMetric(
            String caseLabel,
            String metric,
            String folder,
            MeanInterval before,
            MeanInterval after,
            Optional<MeanDifference> change,
            boolean isPaired) {
        /** Whether the change is more than chance, as far as the repetitions tell. */
        public boolean isDifferent() {
            return change.map(MeanDifference::isDifferent).orElse(before.mean() != after.mean());
        }
    }

    private final List<Path> paths;
    private final List<ResultFolder> folders;

    private Comparison(List<Path> paths, List<ResultFolder> folders) {
        this.paths = paths;
        this.folders = folders;
    }

    /**
     * Reads folders.
     *
     * @throws UserError if one has no runs, or none of the cases of the first
     */
    public static Comparison of(List<Path> paths) {
        Set<Path> distinct = new LinkedHashSet<>(paths);
        if (distinct.size() < 2) {
            throw UserError.usage("there is nothing to compare with", "name at least two directories of results");
        }
        return new Comparison(
                List.copyOf(distinct), distinct.stream().map(ResultFolder::read).toList());
    }

    /**
     * The metrics that the first folder and another one have, by case.
     *
     * @param metrics names; empty for those of figures and checks, or for all if there are none
     */
    public List<ComparedMetric> compare(List<String> metrics) {
        List<String> names = metrics.isEmpty() ? mainMetrics() : metrics;
        List<ComparedMetric> compared = new ArrayList<>();
        ResultFolder first = folders.get(0);
        first.runs().stream().map(RunFile::parameters).distinct().forEach(parameters -> {
            for (String metric : names) {
                for (int i = 1; i < folders.size(); i++) {
                    compare(first, folders.get(i), paths.get(i).toString(), parameters, metric)
                            .ifPresent(compared::add);
                }
            }
        });
        if (compared.isEmpty()) {
            throw UserError.usage(
                    "no case of " + paths.get(0) + " has a value of " + String.join(", ", names) + " in the others",
                    "compare results of the same scenario; 'mqecn run --metrics' lists the metrics");
        }
        return compared;
    }

    /** What the scenario draws and checks. */
    private List<String> mainMetrics() {
        ResultFolder first = folders.get(0);
        Set<String> measured = new LinkedHashSet<>();
        first.runs().forEach(run -> measured.addAll(run.metrics().keySet()));
        Set<String> main = new LinkedHashSet<>();
        first.figures().forEach(figure -> main.addAll(figure.subjects()));
        first.summary().checks().forEach(check -> main.add(check.metric()));
        main.retainAll(measured);
        return List.copyOf(main.isEmpty() ? measured : main);
    }

    private static Optional<ComparedMetric> compare(
            ResultFolder first, ResultFolder other, String label, Map<String, String> parameters, String metric) {
        SeedValues before = values(first, parameters, metric);
        SeedValues after = values(other, parameters, metric);
        double[] one = before.values();
        double[] two = after.values();
        boolean isPaired = before.seeds().equals(after.seeds());
        return MeanInterval.of(one).flatMap(mean -> MeanInterval.of(two)
                .map(otherMean -> new ComparedMetric(
                        CaseLabels.format(parameters),
                        metric,
                        label,
                        mean,
                        otherMean,
                        isPaired ? MeanDifference.paired(one, two) : MeanDifference.independent(one, two),
                        isPaired)));
    }

    private static SeedValues values(ResultFolder folder, Map<String, String> parameters, String metric) {
        return SeedValues.of(
                folder.runs().stream()
                        .filter(run -> run.valid() && run.parameters().equals(parameters))
                        .toList(),
                metric);
    }

    /**
     * Writes a page with differences, and with the figures of the scenario, in which each folder is a line, a colour or a row
     * of its own.
     *
     * @throws UserError if the file cannot be written
     */
    public void page(Path file, List<ComparedMetric> compared) throws IOException {
        ResultFolder combined =
                ResultFolder.combined(paths.stream().map(Path::toString).toList(), folders);
        Report.write(ReportPage.ofComparison(combined, compared), file);
    }
}
