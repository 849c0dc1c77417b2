// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Color;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.StyleHandler;
import org.w3c.dom.Element;

/**
 * Writes styles as attributes, which a page's style sheet can override, and marks the elements of series, so that a
 * page's script can find them.
 */
final class SvgStyle implements StyleHandler {
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "text-rendering",
            "color-rendering",
            "color-interpolation",
            "image-rendering",
            "shape-rendering",
            "stroke-miterlimit",
            "font-style",
            "font-weight");

    /** The colours as Batik writes them, and as a page's style sheet finds them. */
    private static final Map<String, String> COLORS = colors();

    private ChartPart part;
    private Element last;

    private static Map<String, String> colors() {
        Map<String, String> colors = new HashMap<>(Map.of("white", "#ffffff"));
        for (ChartColor each : ChartColor.values()) {
            Color color = each.color();
            colors.put("rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")", each.hex());
        }
        return colors;
    }

    void begin(Object hint) {
        part = hint instanceof ChartPart each ? each : null;
    }

    /** Makes a viewer without the font keep the width of the text that was written last. */
    void keepWidth(double width) {
        if (last.getTagName().equals("text")) {
            last.setAttribute("textLength", String.format(Locale.ROOT, "%.2f", width));
            last.setAttribute("lengthAdjust", "spacingAndGlyphs");
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void setStyle(Element element, Map styles, SVGGeneratorContext context) {
        ((Map<?, ?>) styles).forEach((name, value) -> {
            if (!WITHOUT_EFFECT.contains(name.toString())) {
                element.setAttribute(
                        name.toString(),
                        name.equals("font-family")
                                ? ChartFont.CSS_FAMILY
                                : COLORS.getOrDefault(value.toString(), value.toString()));
            }
        });
        last = element;
        if (part != null && !element.getTagName().equals("g")) {
            element.setAttribute("data-series", part.series());
            if (part.role() == ChartPart.Role.LEGEND) {
                element.setAttribute("data-legend", "");
            } else if (!part.tooltip().isEmpty()) {
                Element title = element.getOwnerDocument().createElementNS(element.getNamespaceURI(), "title");
                title.setTextContent(part.tooltip());
                element.appendChild(title);
            }
        }
    }
}
