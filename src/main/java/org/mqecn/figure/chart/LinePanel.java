// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.List;

/**
 * Lines over numbers or categories.
 *
 * @param areSamples whether each value is a measured point, which gets a marker; if not, a few markers tell lines apart
 */
public record LinePanel(String title, Axis xAxis, Axis yAxis, boolean areSamples, List<Series> series)
        implements Panel {
    public LinePanel {
        series = List.copyOf(series);
    }
}
