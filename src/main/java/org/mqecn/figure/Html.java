// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.figure.chart.ChartColor;
import org.mqecn.host.ClasspathResources;

/** Pages are templates with placeholders, {@code {{title}}}. */
public final class Html {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private Html() {}

    /**
     * A page that needs no other file for its style.
     *
     * @param title plain text
     * @param policy what the page may load (Content-Security-Policy)
     * @param style rules in addition to those that all pages share
     */
    public static String page(String title, String policy, String style, String body) {
        return fill(
                Html.class,
                "page.html",
                Map.of(
                        "title",
                        escape(title),
                        "policy",
                        policy,
                        "style",
                        resource("style.css") + chartColors() + style,
                        "body",
                        body));
    }

    /** Rules that replace the colours of charts by the page's own. */
    private static String chartColors() {
        StringBuilder rules = new StringBuilder();
        for (ChartColor color : ChartColor.values()) {
            for (String attribute : List.of("fill", "stroke")) {
                rules.append("figure svg [")
                        .append(attribute)
                        .append("=\"")
                        .append(color.hex())
                        .append("\"] { ")
                        .append(attribute)
                        .append(": var(--")
                        .append(color.cssName())
                        .append("); }\n");
            }
        }
        return rules.toString();
    }

    /**
     * A template with its placeholders filled.
     *
     * @param owner class beside which the template is
     */
    public static String fill(Class<?> owner, String template, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(ClasspathResources.readText(owner, template))
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
    }

    /** A file beside this class. */
    private static String resource(String name) {
        return ClasspathResources.readText(Html.class, name);
    }

    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** @param style its class; empty for none */
    static String cell(String style, String text) {
        return "<td" + (style.isEmpty() ? "" : " class=\"" + style + "\"") + ">" + text + "</td>";
    }
}
