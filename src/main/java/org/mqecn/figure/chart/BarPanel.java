// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.List;

/** Bars, a group for each category. */
public record BarPanel(String title, String xTitle, String yTitle, List<String> categories, List<Series> series)
        implements Panel {
    public BarPanel {
        categories = List.copyOf(categories);
        series = List.copyOf(series);
    }
}
