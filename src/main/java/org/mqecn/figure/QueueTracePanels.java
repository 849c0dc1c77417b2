// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.mqecn.figure.chart.Axis;
import org.mqecn.figure.chart.AxisRange;
import org.mqecn.figure.chart.LinePanel;
import org.mqecn.figure.chart.Panel;

/** Queue occupancy over time: a panel for each case, all with the same axes. */
final class QueueTracePanels {
    private QueueTracePanels() {}

    static List<Panel> of(Map<String, QueueTrace> traces) {
        AxisRange occupancy = AxisRange.fromZero(DoubleStream.concat(
                DoubleStream.of(0), traces.values().stream().mapToDouble(trace -> trace.maximum(trace.shownRange()))));
        List<Panel> panels = new ArrayList<>();
        traces.forEach((title, trace) -> panels.add(new LinePanel(
                title,
                Axis.linear("Time (ms)", trace.shownRange()),
                Axis.linear("Queue occupancy (KiB)", occupancy),
                false,
                trace.lines())));
        return panels;
    }
}
