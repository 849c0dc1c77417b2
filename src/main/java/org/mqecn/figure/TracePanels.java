// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Traces one below the other, all with the same axes. */
final class TracePanels {
    private static final int HEIGHT = 220;
    /** Of a line in the legend. */
    private static final int LEGEND = 26;

    private TracePanels() {}

    static List<Panel> of(Map<String, Trace> traces) {
        Range top = Range.upTo(DoubleStream.concat(DoubleStream.of(0), traces.values().stream()
                .mapToDouble(trace -> trace.highest(trace.stretch()))));
        List<Panel> panels = new ArrayList<>();
        traces.forEach((title, trace) -> {
            List<Series> lines = trace.lines();
            panels.add(new LinePanel(title, Axis.linear("time, ms", trace.stretch()),
                    Axis.following("in the queue, KB", top), false, lines, Math.max(HEIGHT, LEGEND * lines.size())));
        });
        return panels;
    }
}
