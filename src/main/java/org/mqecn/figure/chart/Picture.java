// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.List;
import java.util.function.Function;

/**
 * The specification of a figure: panels one below the other.
 *
 * @param name of its files, without suffix
 */
public record Picture(String name, String title, List<Panel> panels) {
    public Picture {
        panels = List.copyOf(panels);
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return panels.stream().flatMap(panel -> panel.series().stream()).noneMatch(Series::hasValues);
    }

    /** The data, a row for each value: panel (if there are several), series, x, y, and half of the interval if there is one. */
    public String csv() {
        boolean hasInterval =
                panels.stream().flatMap(panel -> panel.series().stream()).anyMatch(Series::hasInterval);
        Csv csv = new Csv();
        if (panels.size() > 1) {
            csv.cell("panel");
        }
        csv.cell("series").cell(heading(Picture::xTitle, "x")).cell(heading(Picture::yTitle, "y"));
        if (hasInterval) {
            csv.cell("95 % interval ±");
        }
        csv.endRow();
        for (Panel panel : panels) {
            for (Series series : panel.series()) {
                for (int i = 0; i < series.y().length; i++) {
                    if (panels.size() > 1) {
                        csv.cell(panel.title());
                    }
                    csv.cell(series.name());
                    addX(csv, panel, series, i);
                    csv.cell(series.y()[i]);
                    if (hasInterval) {
                        csv.cell(series.halfWidth(i));
                    }
                    csv.endRow();
                }
            }
        }
        return csv.toString();
    }

    private static void addX(Csv csv, Panel panel, Series series, int item) {
        if (panel instanceof BarPanel bars) {
            csv.cell(bars.categories().get(item));
        } else if (panel instanceof LinePanel lines) {
            List<String> ticks = lines.xAxis().ticks();
            if (ticks.isEmpty()) {
                csv.cell(series.x()[item]);
            } else {
                csv.cell(ticks.get((int) series.x()[item]));
            }
        }
    }

    private String heading(Function<Panel, String> title, String otherwise) {
        List<String> titles = panels.stream().map(title).distinct().toList();
        return titles.size() == 1 && !titles.get(0).isEmpty() ? titles.get(0) : otherwise;
    }

    private static String xTitle(Panel panel) {
        return panel instanceof BarPanel bars
                ? bars.xTitle()
                : ((LinePanel) panel).xAxis().title();
    }

    private static String yTitle(Panel panel) {
        return panel instanceof BarPanel bars
                ? bars.yTitle()
                : ((LinePanel) panel).yAxis().title();
    }

    /** Whether all panels have the same legend. */
    boolean hasOneLegend() {
        return panels.stream()
                        .map(panel -> panel.series().stream()
                                .map(series -> List.of(series.name(), series.style()))
                                .toList())
                        .distinct()
                        .count()
                == 1;
    }
}
