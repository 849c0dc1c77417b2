// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A picture on a page: drawn once for print and readers without scripts, and with its data for {@code page.js}. */
final class InteractiveFigure {
    private static final double DIGITS = 1e3;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private InteractiveFigure() {}

    /**
     * What stands in a {@code figure} element.
     *
     * @param label for readers who do not see it
     */
    static String html(Picture picture, String svg, String label) {
        List<LinePanel> panels = picture.panels().stream()
                .filter(LinePanel.class::isInstance)
                .map(LinePanel.class::cast)
                .filter(panel -> !panel.hasMarkers())
                .toList();
        return "<div class=\"drawn\">" + Svg.inlineElement(svg, picture.name(), label) + "</div>\n"
                + (panels.size() < picture.panels().size()
                        ? ""
                        : "<script type=\"application/json\">" + json(panels) + "</script>\n");
    }

    private static String json(List<LinePanel> panels) {
        ArrayNode list = JSON.arrayNode();
        panels.forEach(panel -> list.add(json(panel)));
        return list.toString().replace("<", "\\u003c");
    }

    private static ObjectNode json(LinePanel panel) {
        ObjectNode node = JSON.objectNode().put("title", panel.title()).put("height", panel.height());
        node.set("below", json(panel.xAxis()));
        node.set("left", json(panel.yAxis()));
        double[] x =
                panel.series().isEmpty() ? new double[0] : panel.series().get(0).x();
        double[] y =
                panel.series().isEmpty() ? new double[0] : panel.series().get(0).y();
        node.set("x", numbers(x));
        node.set("y", numbers(y));
        ArrayNode lines = node.putArray("lines");
        panel.series().forEach(series -> {
            ObjectNode line = lines.addObject()
                    .put("name", series.name())
                    .put("look", series.style().cssName())
                    .put("fine", series.thin());
            if (!Arrays.equals(x, series.x())) {
                line.set("x", numbers(series.x()));
            }
            if (!Arrays.equals(y, series.y())) {
                line.set("y", numbers(series.y()));
            }
        });
        return node;
    }

    private static ObjectNode json(Axis axis) {
        return JSON.objectNode()
                .put("title", axis.title())
                .put("kind", axis.scale().name().toLowerCase(Locale.ROOT))
                .put("from", axis.axisRange().from())
                .put("to", axis.axisRange().to());
    }

    /** What several lines have in common is written once, and no number has more digits than can be seen. */
    private static ArrayNode numbers(double[] values) {
        ArrayNode list = JSON.arrayNode(values.length);
        for (double value : values) {
            double rounded = Math.rint(value * DIGITS) / DIGITS;
            if (!Double.isFinite(value)) {
                list.addNull();
            } else if (rounded == Math.rint(rounded)) {
                list.add((long) rounded);
            } else {
                list.add(rounded);
            }
        }
        return list;
    }
}
