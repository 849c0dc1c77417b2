// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.host.ClasspathResources;

/** Pages are templates with places, {@code {{title}}}. */
final class Html {
    private static final Pattern SOURCE_MAP = Pattern.compile("//# sourceMappingURL=\\S+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private Html() {}

    /**
     * What all pages have in common: how they look, and what draws their figures once more. It is in the page, which
     * needs nothing from elsewhere. The chart library stands there with its licence.
     */
    static Map<String, String> commonValues() {
        Map<String, String> places = new HashMap<>();
        places.put("style", resource("style.css"));
        places.put(
                "scripts",
                library("chart.js", "chart.umd.min.js")
                        + library("chartjs-plugin-zoom", "chartjs-plugin-zoom.min.js")
                        + "<script>\n" + resource("page.js") + "</script>");
        return places;
    }

    private static String library(String folder, String file) {
        return "<script>\n/*\n" + resource(folder + "/LICENSE.md") + "*/\n"
                + SOURCE_MAP.matcher(resource(folder + "/" + file)).replaceAll("") + "</script>\n";
    }

    /** A template with every place filled. */
    static String fill(String template, Map<String, String> places) {
        return PLACEHOLDER
                .matcher(resource(template))
                .replaceAll(place -> Matcher.quoteReplacement(places.getOrDefault(place.group(1), "")));
    }

    /** A file beside this class. */
    static String resource(String name) {
        return ClasspathResources.readText(Html.class, name);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** @param style its class; none where it is empty */
    static String cell(String style, String text) {
        return "<td" + (style.isEmpty() ? "" : " class=\"" + style + "\"") + ">" + text + "</td>";
    }
}
