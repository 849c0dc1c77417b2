// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.mqecn.figure.ValueTable.ValueCell;
import org.mqecn.figure.ValueTable.ValueColumn;
import org.mqecn.figure.ValueTable.ValueRow;
import org.mqecn.result.CheckResult;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.Percentiles;
import org.mqecn.value.UserError;

/** Draws the figures that a scenario asks for from the runs that count. */
final class FigureRenderer {
    private static final int HEIGHT = 320;
    private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([^0-9]*)");

    private final ResultFolder folder;
    private final Set<CheckResult> shownChecks = new LinkedHashSet<>();

    FigureRenderer(ResultFolder folder) {
        this.folder = folder;
    }

    /** All of them, each check beside the first one in which its value is seen. */
    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (FigureSpec spec : folder.figures()) {
            RunSelection selection = RunSelection.of(folder, spec);
            if (!selection.runs().isEmpty()) {
                figures.add(figure(figures.size() + 1, selection));
            }
        }
        return figures;
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
        return switch (spec.type()) {
            case BARS -> new Figure(name, spec.heading(), bars(name, selection), repetitionsCaption(selection), checks);
            case LINES ->
                new Figure(name, spec.heading(), lines(name, selection), repetitionsCaption(selection), checks);
            case CDF -> new Figure(name, spec.heading(), cdf(name, selection), "", checks);
            case TRACE -> trace(name, selection, checks);
            case TABLE -> new Figure(name, spec.heading(), table(selection), repetitionsCaption(selection), checks);
        };
    }

    /** The checks that no figure tells of. */
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
        return most == 1 ? "" : "Means of up to " + most + " repetitions and their standard deviation.";
    }

    /** Bars: groups of runs below the axis, or positions with a colour a group. */
    private Picture bars(String name, RunSelection selection) {
        FigureSpec spec = selection.spec();
        Map<String, List<RunFile>> groups = selection.groups();
        List<Series> series = new ArrayList<>();
        List<String> places = spec.over().isPresent() ? selection.xValues() : List.copyOf(groups.keySet());
        if (spec.over().isPresent()) {
            series.addAll(seriesPerGroup(selection, new double[0]));
        } else {
            for (String metric : spec.subjects()) {
                series.add(Series.means(
                        seriesName(spec, metric),
                        ChartStyle.line(series.size()),
                        new double[0],
                        groups.values().stream()
                                .map(runs -> RunSelection.statistics(runs, metric))
                                .toList()));
            }
            paperSeries(selection).ifPresent(series::add);
        }
        AxisUnit axisUnit = AxisUnit.of(axis(spec), series);
        return new Picture(
                name,
                List.of(new BarPanel(
                        "", spec.over().orElse(""), axisUnit.title(), places, axisUnit.of(series), HEIGHT)));
    }

    private static String seriesName(FigureSpec spec, String metric) {
        return spec.subjects().size() == 1 ? "here" : MetricName.of(metric).column();
    }

    /** The paper's values beside those of the only metric, where it has any. */
    private Optional<Series> paperSeries(RunSelection selection) {
        if (selection.spec().subjects().size() > 1) {
            return Optional.empty();
        }
        double[] values = selection.groups().values().stream()
                .mapToDouble(runs -> paperCheck(selection.spec().subjects().get(0), runs)
                        .map(FigureRenderer::value)
                        .orElse(Double.NaN))
                .toArray();
        return DoubleStream.of(values).anyMatch(Double::isFinite)
                ? Optional.of(
                        new Series("paper", ChartStyle.PAPER, new double[0], values, new double[values.length], false))
                : Optional.empty();
    }

    private static double value(CheckResult checkResult) {
        Matcher number = NUMBER.matcher(checkResult.paper());
        return number.lookingAt() ? Double.parseDouble(number.group(1)) : Double.NaN;
    }

    /** The check of a value of just these runs against the paper's. */
    private Optional<CheckResult> paperCheck(String metric, List<RunFile> runs) {
        return folder.summary().checks().stream()
                .filter(checkResult -> checkResult.metric().equals(metric) && !checkResult.isRelative())
                .filter(checkResult -> runs.stream().allMatch(run -> RunSelection.matches(run, checkResult.where())))
                .findFirst();
    }

    private static String axis(FigureSpec spec) {
        MetricName first = MetricName.of(spec.subjects().get(0));
        return spec.subjects().size() == 1 ? first.axisTitle() : first.group();
    }

    private Picture lines(String name, RunSelection selection) {
        FigureSpec spec = selection.spec();
        String over = spec.over().orElseThrow();
        List<String> positions = selection.xValues();
        Optional<String> unit = commonUnit(positions);
        double[] x = IntStream.range(0, positions.size())
                .mapToDouble(i -> unit.isPresent() ? number(positions.get(i)) : i)
                .toArray();
        AxisUnit axisUnit = AxisUnit.of(axis(spec), seriesPerGroup(selection, x));
        List<Series> series = axisUnit.of(seriesPerGroup(selection, x));
        double least = DoubleStream.of(x).min().orElse(0);
        double most = DoubleStream.of(x).max().orElse(1);
        double room = most > least ? (most - least) / 25 : 1;
        String title = over
                + unit.filter(each -> !each.isEmpty()).map(each -> ", " + each).orElse("");
        Axis below = new Axis(
                title,
                new AxisRange(least - room, most + room),
                Axis.AxisScale.LINEAR,
                unit.isPresent() ? List.of() : positions);
        Axis left =
                Axis.linear(axisUnit.title(), AxisRange.fromZero(series.stream().flatMapToDouble(Series::upperBounds)));
        return new Picture(name, List.of(new LinePanel("", below, left, true, series, HEIGHT)));
    }

    /** The unit that numbers share: nothing where they are no numbers, empty where they have none. */
    private static Optional<String> commonUnit(List<String> values) {
        List<String> units = values.stream()
                .map(NUMBER::matcher)
                .map(number -> number.matches() ? number.group(2) : null)
                .distinct()
                .toList();
        return units.size() == 1 ? Optional.ofNullable(units.get(0)) : Optional.empty();
    }

    private static double number(String value) {
        Matcher number = NUMBER.matcher(value);
        return number.matches() ? Double.parseDouble(number.group(1)) : Double.NaN;
    }

    /** A series for each group and metric, over the positions. */
    private static List<Series> seriesPerGroup(RunSelection selection, double[] x) {
        List<Series> series = new ArrayList<>();
        selection.groups().forEach((label, runs) -> {
            for (String metric : selection.spec().subjects()) {
                series.add(Series.means(
                        selection.spec().subjects().size() == 1
                                ? label
                                : label + ", " + MetricName.of(metric).column(),
                        ChartStyle.line(series.size()),
                        x,
                        selection.xValues().stream()
                                .map(each -> RunSelection.statistics(selection.atPosition(runs, each), metric))
                                .toList()));
            }
        });
        return series;
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
                    subjects.size() == 1 ? "" : MetricName.of(subject).title(),
                    MetricName.of(subject).axisTitle(),
                    samples));
        }
        return new Picture(name, panels);
    }

    /** The first repetition of each case. */
    private static Figure trace(String name, RunSelection selection, List<CheckResult> checks) {
        Map<String, RunFile> cases = new LinkedHashMap<>();
        selection.groups().forEach((label, runs) -> runs.stream()
                .filter(run -> !run.queueRows().isEmpty())
                .findFirst()
                .ifPresent(run -> cases.put(label, run)));
        if (cases.isEmpty()) {
            throw new UserError(
                    "no run has samples of its queues for the figure '"
                            + selection.spec().heading() + "'",
                    "leave the figure out of the scenario");
        }
        Map<String, QueueTrace> traces = new LinkedHashMap<>();
        cases.forEach((label, run) -> traces.put(cases.size() == 1 ? "" : label, QueueTrace.of(run)));
        String ports = cases.values().stream()
                .map(run -> run.queues().port())
                .distinct()
                .collect(Collectors.joining(", "));
        int thinned = traces.values().stream()
                .mapToInt(QueueTrace::samplesPerBucket)
                .max()
                .orElse(0);
        String caption = "Bytes in each queue of the port " + ports + " and the threshold in force at that moment. "
                + "KB = 1024 bytes."
                + (thinned == 0
                        ? ""
                        : " Outside of what is shown first two of " + thinned
                                + " samples are left, those with the least and the most in the port.");
        return new Figure(
                name, selection.spec().heading(), new Picture(name, QueueTracePanels.of(traces)), caption, checks);
    }

    private ValueTable table(RunSelection selection) {
        FigureSpec spec = selection.spec();
        List<ValueColumn> columns = spec.subjects().stream()
                .map(metric -> new ValueColumn(
                        MetricName.of(metric).group(), MetricName.of(metric).column()))
                .toList();
        List<ValueRow> rows = new ArrayList<>();
        selection.groups().forEach((label, runs) -> {
            if (spec.over().isEmpty()) {
                rows.addAll(rows(spec, label, runs));
            } else {
                selection
                        .xValues()
                        .forEach(each -> rows.addAll(rows(
                                spec,
                                label + ", " + spec.over().get() + " " + each,
                                selection.atPosition(runs, each))));
            }
        });
        return new ValueTable(String.join(", ", selection.groupBy()), columns, rows);
    }

    private List<ValueRow> rows(FigureSpec spec, String label, List<RunFile> runs) {
        List<ValueCell> ours = new ArrayList<>();
        List<ValueCell> paper = new ArrayList<>();
        for (String metric : spec.subjects()) {
            Optional<CheckResult> check = paperCheck(metric, runs);
            ours.add(ValueTable.cell(
                    RunSelection.statistics(runs, metric),
                    check.filter(CheckResult::failed).isPresent()));
            paper.add(check.map(each -> new ValueCell(each.paper(), false)).orElse(ValueCell.EMPTY));
        }
        return paper.stream().allMatch(ValueCell.EMPTY::equals)
                ? List.of(new ValueRow(label, false, ours))
                : List.of(new ValueRow(label, false, ours), new ValueRow("paper", true, paper));
    }
}
