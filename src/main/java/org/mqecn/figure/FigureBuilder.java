// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.mqecn.figure.ValueTable.ValueCell;
import org.mqecn.figure.ValueTable.ValueColumn;
import org.mqecn.figure.ValueTable.ValueRow;
import org.mqecn.figure.chart.AxisUnit;
import org.mqecn.figure.chart.BarPanel;
import org.mqecn.figure.chart.Panel;
import org.mqecn.figure.chart.Picture;
import org.mqecn.figure.chart.Series;
import org.mqecn.figure.chart.SeriesStyle;
import org.mqecn.result.CheckResult;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.MeanInterval;
import org.mqecn.statistics.Percentiles;

/** Makes the figures of a scenario from its valid runs. */
final class FigureBuilder {
    private final ResultFolder folder;
    private final Set<CheckResult> shownChecks = new LinkedHashSet<>();

    FigureBuilder(ResultFolder folder) {
        this.folder = folder;
    }

    /** All figures but those of cases that did not run, each check with the first one that shows its value. */
    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (FigureSpec spec : folder.figures()) {
            RunSelection selection = RunSelection.of(folder, spec);
            if (ran(spec.where()) && ran(spec.base())) {
                figures.add(figure(figures.size() + 1, selection));
            }
        }
        return figures;
    }

    /** Whether there is a run of a case, valid or not. */
    private boolean ran(Map<String, String> where) {
        return folder.runs().stream().anyMatch(run -> RunSelection.matches(run, where));
    }

    private Figure figure(int number, RunSelection selection) {
        FigureSpec spec = selection.spec();
        String name = number + "-"
                + (spec.type() == FigureSpec.FigureType.TABLE
                        ? "table"
                        : spec.subjects().get(0).replaceAll("[^a-zA-Z0-9]+", "-"));
        List<CheckResult> checks = folder.summary().checks().stream()
                .filter(checkResult -> isShownIn(checkResult, spec))
                .filter(shownChecks::add)
                .toList();
        if (selection.runs().isEmpty()) {
            return new Figure(name, spec.heading(), ValueTable.EMPTY, "", checks);
        }
        Record content =
                switch (spec.type()) {
                    case BARS -> bars(name, selection);
                    case LINES -> lines(name, selection);
                    case CDF -> cdf(name, selection);
                    case TRACE -> trace(name, selection);
                    case TABLE -> table(selection);
                };
        return new Figure(name, spec.heading(), content, caption(selection), checks);
    }

    private static String caption(RunSelection selection) {
        String caption =
                switch (selection.spec().type()) {
                    case BARS, LINES, TABLE -> repetitionsCaption(selection);
                    case CDF -> "";
                    case TRACE -> traceCaption(selection);
                };
        return (caption + " " + selection.badgeNote()).strip();
    }

    /** The checks whose values no figure shows. */
    List<CheckResult> remainingChecks() {
        return folder.summary().checks().stream()
                .filter(checkResult -> !shownChecks.contains(checkResult))
                .toList();
    }

    private static boolean isShownIn(CheckResult checkResult, FigureSpec spec) {
        boolean isCase = spec.where().entrySet().stream().allMatch(entry -> {
            String value = checkResult.where().get(entry.getKey());
            return value == null || value.equals(entry.getValue());
        });
        return isCase
                && spec.subjects().stream()
                        .anyMatch(subject -> spec.type() == FigureSpec.FigureType.CDF
                                ? MetricName.of(checkResult.metric()).isStatisticOf(MetricName.of(subject))
                                : subject.equals(checkResult.metric()));
    }

    private static String repetitionsCaption(RunSelection selection) {
        long most = selection.runs().stream()
                .collect(Collectors.groupingBy(RunFile::parameters, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(1);
        return most == 1 ? "" : "Mean and " + MeanInterval.NAME + " of up to " + most + " repetitions.";
    }

    /** Bars with a category for each group, or for each position of the x axis with a colour for each group. */
    private Picture bars(String name, RunSelection selection) {
        FigureSpec spec = selection.spec();
        Map<String, List<RunFile>> groups = selection.groups();
        List<Series> series = new ArrayList<>();
        List<String> categories = spec.x().isPresent() ? selection.xValues() : List.copyOf(groups.keySet());
        if (spec.x().isPresent()) {
            series.addAll(GroupSeries.of(selection, new double[0]));
        } else {
            for (String metric : spec.subjects()) {
                series.add(GroupSeries.means(
                        spec.subjects().size() == 1
                                ? "measured"
                                : MetricName.of(metric).column(),
                        SeriesStyle.of(series.size()),
                        new double[0],
                        groups.values().stream()
                                .map(runs -> RunSelection.statistics(runs, metric))
                                .toList()));
            }
            paperSeries(selection).ifPresent(series::add);
        }
        AxisUnit unit = AxisUnit.of(spec.quantity(), spec.unit(), series);
        return new Picture(
                name,
                spec.heading(),
                List.of(new BarPanel("", spec.x().orElse(""), unit.title(), categories, unit.convert(series))));
    }

    /** The paper's values of the only metric, if there are any. */
    private Optional<Series> paperSeries(RunSelection selection) {
        if (selection.spec().subjects().size() > 1) {
            return Optional.empty();
        }
        double[] values = selection.groups().values().stream()
                .mapToDouble(runs -> paperCheck(selection.spec().subjects().get(0), runs)
                        .map(check -> VariableValues.number(check.paper()))
                        .orElse(Double.NaN))
                .toArray();
        return DoubleStream.of(values).anyMatch(Double::isFinite)
                ? Optional.of(Series.bars("paper", SeriesStyle.PAPER, values))
                : Optional.empty();
    }

    /** The check of the value of exactly these runs against the paper. */
    private Optional<CheckResult> paperCheck(String metric, List<RunFile> runs) {
        return folder.summary().checks().stream()
                .filter(checkResult -> checkResult.metric().equals(metric) && !checkResult.isRelative())
                .filter(checkResult -> runs.stream().allMatch(run -> RunSelection.matches(run, checkResult.where())))
                .findFirst();
    }

    private static Picture lines(String name, RunSelection selection) {
        return new Picture(name, selection.spec().heading(), LinePanels.of(selection));
    }

    private static Picture cdf(String name, RunSelection selection) {
        List<Panel> panels = new ArrayList<>();
        List<String> subjects = selection.spec().subjects();
        for (String subject : subjects) {
            Map<String, Percentiles> samples = selection.groups().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> RunSamples.of(entry.getValue(), subject),
                            (one, other) -> one,
                            LinkedHashMap::new));
            panels.add(CdfPanels.create(
                    subjects.size() == 1 ? "" : MetricName.of(subject).title(), MetricName.of(subject), samples));
        }
        return new Picture(name, selection.spec().heading(), panels);
    }

    /** The first repetition of each case that sampled the port of a trace, and what it sampled. */
    private static Map<String, TracedPort> tracedPorts(RunSelection selection) {
        Map<String, TracedPort> cases = new LinkedHashMap<>();
        String subject = selection.spec().subjects().get(0);
        selection.groups().forEach((label, runs) -> runs.stream()
                .flatMap(run -> TracedPort.find(run, subject).stream())
                .findFirst()
                .ifPresent(port -> cases.put(label, port)));
        return cases;
    }

    private static Picture trace(String name, RunSelection selection) {
        Map<String, TracedPort> cases = tracedPorts(selection);
        Map<String, QueueTrace> traces = new LinkedHashMap<>();
        cases.forEach((label, port) -> traces.put(
                cases.size() == 1 && !port.run().isReported() ? "" : label, QueueTrace.of(port.run(), port.table())));
        return new Picture(name, selection.spec().heading(), QueueTracePanels.of(traces));
    }

    private static String traceCaption(RunSelection selection) {
        String ports = tracedPorts(selection).values().stream()
                .map(TracedPort::describe)
                .distinct()
                .collect(Collectors.joining(", "));
        return "Occupancy of each queue of port " + ports + ", and the marking threshold in force, for "
                + "40 ms in the middle of the measurement. The CSV file has the whole run.";
    }

    private ValueTable table(RunSelection selection) {
        FigureSpec spec = selection.spec();
        List<ValueColumn> columns =
                spec.subjects().stream().map(ValueColumn::of).toList();
        List<ValueRow> rows = new ArrayList<>();
        selection.groups().forEach((label, runs) -> {
            if (spec.x().isEmpty()) {
                rows.addAll(rows(spec, label, runs));
            } else {
                selection
                        .xValues()
                        .forEach(each -> rows.addAll(rows(
                                spec, label + ", " + spec.x().get() + " " + each, selection.atPosition(runs, each))));
            }
        });
        return new ValueTable(String.join(", ", selection.groupBy()), columns, rows, selection.badgeNote());
    }

    private List<ValueRow> rows(FigureSpec spec, String label, List<RunFile> runs) {
        List<ValueCell> measured = new ArrayList<>();
        List<ValueCell> paper = new ArrayList<>();
        for (String metric : spec.subjects()) {
            Optional<CheckResult> check = paperCheck(metric, runs);
            measured.add(ValueTable.cell(
                    RunSelection.statistics(runs, metric),
                    check.filter(CheckResult::failed).isPresent()));
            paper.add(check.map(each -> ValueCell.ofPaper(each.paper())).orElse(ValueCell.EMPTY));
        }
        return paper.stream().allMatch(ValueCell.EMPTY::equals)
                ? List.of(new ValueRow(label, false, measured))
                : List.of(new ValueRow(label, false, measured), new ValueRow("paper", true, paper));
    }
}
