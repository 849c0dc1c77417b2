// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.value.UserError;

/** The width of a figure on paper, in points of 1/72 inch. */
public record FigureWidth(double points) {
    private static final Map<String, Double> POINTS = Map.of("in", 72.0, "mm", 72 / 25.4, "cm", 72 / 2.54, "pt", 1.0);
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,4})?) ?(in|mm|cm|pt)");
    private static final double LEAST = 110;
    private static final double MOST = 1500;

    /** The full text width of A4 and letter paper. */
    public static final FigureWidth DEFAULT = parse("180mm");

    /** Reads {@code 3.3in} or {@code 84mm}. */
    public static FigureWidth parse(String text) {
        Matcher length = LENGTH.matcher(text.strip());
        if (!length.matches()) {
            throw UserError.usage(
                    "'" + text + "' is not a width", "give inches or millimetres, for example 3.3in or 84mm");
        }
        double points = Double.parseDouble(length.group(1)) * POINTS.get(length.group(2));
        if (points < LEAST || points > MOST) {
            throw UserError.usage("a figure cannot be " + text + " wide", "give a width from 40mm to 500mm");
        }
        return new FigureWidth(points);
    }
}
