// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Traces one below the other, all with the same axes. */
final class QueueTracePanels {
    private static final int HEIGHT = 220;
    /** Of a line in the legend. */
    private static final int LEGEND = 26;

    private QueueTracePanels() {}

    static List<Panel> of(Map<String, QueueTrace> traces) {
        AxisRange top = AxisRange.fromZero(DoubleStream.concat(
                DoubleStream.of(0),
                traces.values().stream().mapToDouble(queueTrace -> queueTrace.maximum(queueTrace.initialRange()))));
        List<Panel> panels = new ArrayList<>();
        traces.forEach((title, queueTrace) -> {
            List<Series> lines = queueTrace.lines();
            panels.add(new LinePanel(
                    title,
                    Axis.linear("time, ms", queueTrace.initialRange()),
                    Axis.following("in the queue, KB", top),
                    false,
                    lines,
                    Math.max(HEIGHT, LEGEND * lines.size())));
        });
        return panels;
    }
}
