// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SVG as it comes from the chart library, made smaller: there each stretch of a line is an element of its own, and
 * numbers have sixteen digits. What it looks like stays the same.
 */
final class Svg {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}");
    private static final Pattern LINE = Pattern.compile(
            "\\s*<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\" y2=\"([^\"]*)\"/>");
    private static final Pattern IDENTITY = Pattern.compile("(id=\"|url\\(#)(clip)");

    private Svg() {}

    static String compact(String svg) {
        return joinLines(NUMBER.matcher(svg).replaceAll(number -> rounded(number.group())));
    }

    private static String rounded(String number) {
        String text =
                String.format(Locale.ROOT, "%.2f", Double.parseDouble(number)).replaceFirst("\\.?0+$", "");
        return text.equals("-0") ? "0" : text;
    }

    /** Lines that go on where the one before ended become one. */
    private static String joinLines(String svg) {
        StringBuilder text = new StringBuilder();
        Matcher line = LINE.matcher(svg);
        int end = 0;
        String style = "";
        String last = "";
        while (line.find()) {
            String from = line.group(2) + "," + line.group(4);
            boolean goesOn = line.start() == end && line.group(1).equals(style) && from.equals(last);
            if (!goesOn) {
                text.append(last.isEmpty() ? "" : "\"/>")
                        .append(svg, end, line.start())
                        .append("\n<polyline style=\"")
                        .append(line.group(1))
                        .append("\" points=\"")
                        .append(from);
            }
            style = line.group(1);
            last = line.group(3) + "," + line.group(5);
            end = line.end();
            text.append(' ').append(last);
        }
        return text.append(last.isEmpty() ? "" : "\"/>")
                .append(svg.substring(end))
                .toString();
    }

    /**
     * The element alone, for a page: any width, the page's colours, and names that no other picture has.
     *
     * @param label for readers who do not see it
     */
    static String inlineElement(String svg, String name, String label) {
        String element = svg.substring(svg.indexOf("<svg"));
        element = IDENTITY.matcher(element).replaceAll("$1" + Matcher.quoteReplacement(name) + "-$2");
        return ChartStyle.withCssColors(element)
                .replaceFirst(
                        "<svg",
                        "<svg role=\"img\" aria-label=\"" + Matcher.quoteReplacement(Html.escape(label)) + "\"");
    }
}
