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
import org.mqecn.figure.Summary.Check;
import org.mqecn.figure.ValueTable.Cell;
import org.mqecn.figure.ValueTable.Column;
import org.mqecn.figure.ValueTable.Row;
import org.mqecn.port.UserError;

/** Draws the figures that a scenario asks for from the runs that count. */
final class Drawer {
    private static final int HEIGHT = 320;
    private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([^0-9]*)");

    private final ResultFolder folder;
    private final Set<Check> told = new LinkedHashSet<>();

    Drawer(ResultFolder folder) {
        this.folder = folder;
    }

    /** All of them, each check beside the first one in which its value is seen. */
    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (FigureSpec spec : folder.figures()) {
            Selection selection = Selection.of(folder, spec);
            if (!selection.runs().isEmpty()) {
                figures.add(figure(figures.size() + 1, selection));
            }
        }
        return figures;
    }

    private Figure figure(int number, Selection selection) {
        FigureSpec spec = selection.spec();
        String name = number + "-" + (spec.kind() == FigureSpec.Kind.TABLE ? "table"
                : spec.subjects().get(0).replaceAll("[^a-zA-Z0-9]+", "-"));
        List<Check> checks = folder.summary().checks().stream().filter(check -> isSeen(check, spec))
                .filter(told::add).toList();
        return switch (spec.kind()) {
            case BARS -> new Figure(name, spec.heading(), bars(name, selection), means(selection), checks);
            case LINES -> new Figure(name, spec.heading(), lines(name, selection), means(selection), checks);
            case CDF -> new Figure(name, spec.heading(), cdf(name, selection), "", checks);
            case TRACE -> trace(name, selection, checks);
            case TABLE -> new Figure(name, spec.heading(), table(selection), means(selection), checks);
        };
    }

    /** The checks that no figure tells of. */
    List<Check> others() {
        return folder.summary().checks().stream().filter(check -> !told.contains(check)).toList();
    }

    private static boolean isSeen(Check check, FigureSpec spec) {
        boolean isCase = spec.where().entrySet().stream().allMatch(entry -> {
            String value = check.where().get(entry.getKey());
            return value == null || value.equals(entry.getValue());
        });
        return isCase && spec.subjects().stream().anyMatch(subject -> spec.kind() == FigureSpec.Kind.CDF
                ? Metric.of(check.metric()).isTakenOf(Metric.of(subject)) : subject.equals(check.metric()));
    }

    private static String means(Selection selection) {
        long most = selection.runs().stream().collect(Collectors.groupingBy(RunFile::values, Collectors.counting()))
                .values().stream().mapToLong(Long::longValue).max().orElse(1);
        return most == 1 ? "" : "Means of up to " + most + " repetitions and their standard deviation.";
    }

    /** Bars: groups of runs below the axis, or positions with a colour a group. */
    private Picture bars(String name, Selection selection) {
        FigureSpec spec = selection.spec();
        Map<String, List<RunFile>> groups = selection.groups();
        List<Series> series = new ArrayList<>();
        List<String> places = spec.over().isPresent() ? selection.positions() : List.copyOf(groups.keySet());
        if (spec.over().isPresent()) {
            series.addAll(perGroup(selection, new double[0]));
        } else {
            for (String metric : spec.subjects()) {
                series.add(Series.means(ours(spec, metric), Look.line(series.size()), new double[0],
                        groups.values().stream().map(runs -> Selection.point(runs, metric)).toList()));
            }
            paper(selection).ifPresent(series::add);
        }
        Scale scale = Scale.of(axis(spec), series);
        return new Picture(name, List.of(new BarPanel("", spec.over().orElse(""), scale.title(), places,
                scale.of(series), HEIGHT)));
    }

    private static String ours(FigureSpec spec, String metric) {
        return spec.subjects().size() == 1 ? "here" : Metric.of(metric).column();
    }

    /** The paper's values beside those of the only metric, where it has any. */
    private Optional<Series> paper(Selection selection) {
        if (selection.spec().subjects().size() > 1) {
            return Optional.empty();
        }
        double[] values = selection.groups().values().stream().mapToDouble(runs ->
                published(selection.spec().subjects().get(0), runs).map(Drawer::value).orElse(Double.NaN)).toArray();
        return DoubleStream.of(values).anyMatch(Double::isFinite)
                ? Optional.of(new Series("paper", Look.PAPER, new double[0], values, new double[values.length], false))
                : Optional.empty();
    }

    private static double value(Check check) {
        Matcher number = NUMBER.matcher(check.paper());
        return number.lookingAt() ? Double.parseDouble(number.group(1)) : Double.NaN;
    }

    /** The check of a value of just these runs against the paper's. */
    private Optional<Check> published(String metric, List<RunFile> runs) {
        return folder.summary().checks().stream().filter(check -> check.metric().equals(metric) && !check.isRelative())
                .filter(check -> runs.stream().allMatch(run -> Selection.matches(run, check.where()))).findFirst();
    }

    private static String axis(FigureSpec spec) {
        Metric first = Metric.of(spec.subjects().get(0));
        return spec.subjects().size() == 1 ? first.axis() : first.group();
    }

    private Picture lines(String name, Selection selection) {
        FigureSpec spec = selection.spec();
        String over = spec.over().orElseThrow();
        List<String> positions = selection.positions();
        Optional<String> unit = commonUnit(positions);
        double[] x = IntStream.range(0, positions.size())
                .mapToDouble(i -> unit.isPresent() ? number(positions.get(i)) : i).toArray();
        Scale scale = Scale.of(axis(spec), perGroup(selection, x));
        List<Series> series = scale.of(perGroup(selection, x));
        double least = DoubleStream.of(x).min().orElse(0);
        double most = DoubleStream.of(x).max().orElse(1);
        double room = most > least ? (most - least) / 25 : 1;
        String title = over + unit.filter(each -> !each.isEmpty()).map(each -> ", " + each).orElse("");
        Axis below = new Axis(title, new Range(least - room, most + room), Axis.Kind.LINEAR,
                unit.isPresent() ? List.of() : positions);
        Axis left = Axis.linear(scale.title(), Range.upTo(series.stream().flatMapToDouble(Series::tops)));
        return new Picture(name, List.of(new LinePanel("", below, left, true, series, HEIGHT)));
    }

    /** The unit that numbers share: nothing where they are no numbers, empty where they have none. */
    private static Optional<String> commonUnit(List<String> values) {
        List<String> units = values.stream().map(NUMBER::matcher)
                .map(number -> number.matches() ? number.group(2) : null).distinct().toList();
        return units.size() == 1 ? Optional.ofNullable(units.get(0)) : Optional.empty();
    }

    private static double number(String value) {
        Matcher number = NUMBER.matcher(value);
        return number.matches() ? Double.parseDouble(number.group(1)) : Double.NaN;
    }

    /** A series for each group and metric, over the positions. */
    private static List<Series> perGroup(Selection selection, double[] x) {
        List<Series> series = new ArrayList<>();
        selection.groups().forEach((label, runs) -> {
            for (String metric : selection.spec().subjects()) {
                series.add(Series.means(selection.spec().subjects().size() == 1 ? label
                        : label + ", " + Metric.of(metric).column(), Look.line(series.size()), x,
                        selection.positions().stream().map(each -> Selection.point(selection.at(runs, each), metric))
                                .toList()));
            }
        });
        return series;
    }

    private static Picture cdf(String name, Selection selection) {
        List<Panel> panels = new ArrayList<>();
        List<String> subjects = selection.spec().subjects();
        for (String subject : subjects) {
            Map<String, double[]> samples = selection.groups().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> Samples.sorted(entry.getValue(), subject),
                            (one, other) -> one, LinkedHashMap::new));
            panels.add(Distribution.panel(subjects.size() == 1 ? "" : Metric.of(subject).words(),
                    Metric.of(subject).axis(), samples));
        }
        return new Picture(name, panels);
    }

    /** The first repetition of each case. */
    private static Figure trace(String name, Selection selection, List<Check> checks) {
        Map<String, RunFile> cases = new LinkedHashMap<>();
        selection.groups().forEach((label, runs) -> runs.stream().filter(run -> !run.queues().rows().isEmpty())
                .findFirst().ifPresent(run -> cases.put(label, run)));
        if (cases.isEmpty()) {
            throw new UserError("no run has samples of its queues for the figure '" + selection.spec().heading() + "'",
                    "leave the figure out of the scenario");
        }
        Map<String, Trace> traces = new LinkedHashMap<>();
        cases.forEach((label, run) -> traces.put(cases.size() == 1 ? "" : label, Trace.of(run)));
        String ports = cases.values().stream().map(run -> run.queues().port()).distinct()
                .collect(Collectors.joining(", "));
        int thinned = traces.values().stream().mapToInt(Trace::thinned).max().orElse(0);
        String caption = "Bytes in each queue of the port " + ports + " and the threshold in force at that moment. "
                + "KB = 1024 bytes." + (thinned == 0 ? "" : " Outside of what is shown first two of " + thinned
                        + " samples are left, those with the least and the most in the port.");
        return new Figure(name, selection.spec().heading(), new Picture(name, TracePanels.of(traces)), caption, checks);
    }

    private ValueTable table(Selection selection) {
        FigureSpec spec = selection.spec();
        List<Column> columns = spec.subjects().stream().map(metric -> new Column(Metric.of(metric).group(),
                Metric.of(metric).column())).toList();
        List<Row> rows = new ArrayList<>();
        selection.groups().forEach((label, runs) -> {
            if (spec.over().isEmpty()) {
                rows.addAll(rows(spec, label, runs));
            } else {
                selection.positions().forEach(each -> rows.addAll(rows(spec,
                        label + ", " + spec.over().get() + " " + each, selection.at(runs, each))));
            }
        });
        return new ValueTable(String.join(", ", selection.apart()), columns, rows);
    }

    private List<Row> rows(FigureSpec spec, String label, List<RunFile> runs) {
        List<Cell> ours = new ArrayList<>();
        List<Cell> paper = new ArrayList<>();
        for (String metric : spec.subjects()) {
            Optional<Check> check = published(metric, runs);
            ours.add(ValueTable.cell(Selection.point(runs, metric), check.filter(Check::fails).isPresent()));
            paper.add(check.map(each -> new Cell(each.paper(), false)).orElse(Cell.EMPTY));
        }
        return paper.stream().allMatch(Cell.EMPTY::equals) ? List.of(new Row(label, false, ours))
                : List.of(new Row(label, false, ours), new Row("paper", true, paper));
    }
}
