// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mqecn.figure.Comparison.Run;

/** The page of a comparison: one file that needs no other. Its words are in page.html. */
final class Page {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final double TOLERANCE = 0.1;
    private static final double BYTES_A_KB = 1024;

    private Page() {}

    /** @param pictures SVG, by the name of the place in the page */
    static String of(Comparison comparison, Map<String, String> pictures) throws IOException {
        Map<String, String> places = new HashMap<>();
        places.put("title", escape(comparison.title()));
        places.put("measured", Double.toString(comparison.setup().measuredSeconds()));
        places.put("warm_up", Double.toString(comparison.setup().warmUpSeconds()));
        places.put("faults", faults(comparison.runs()));
        places.put("headings", Arrays.stream(ComparisonTable.Column.values())
                .map(column -> "<th>" + column.heading() + "</th>").collect(Collectors.joining()));
        places.put("rows", join(comparison.runs().stream().map(Page::rows).toList()));
        places.put("change", change(comparison));
        places.put("counters", join(comparison.runs().stream().map(Page::counters).toList()));
        places.put("transcript", escape(String.join("\n", run(comparison, "mq-ecn").map(Run::transcript).orElse(List.of()))));
        places.put("script", escape(comparison.script()));
        places.put("made_at", escape(comparison.header().madeAt()));
        places.put("machine", escape(comparison.header().machine()));
        places.put("seed", Long.toUnsignedString(comparison.seed()));
        places.put("versions", comparison.versions().entrySet().stream()
                .map(entry -> escape(entry.getKey().replace('_', ' ') + " " + entry.getValue()))
                .collect(Collectors.joining("; ")));
        pictures.forEach((name, svg) -> places.put(name, inline(svg)));
        return fill(template(), places);
    }

    private static String fill(String template, Map<String, String> places) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(
                Optional.ofNullable(places.get(place.group(1))).orElse("")));
    }

    private static String template() throws IOException {
        try (InputStream page = Page.class.getResourceAsStream("page.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String faults(List<Run> runs) {
        String items = runs.stream()
                .flatMap(run -> run.faults().stream().map(fault -> "<li>" + escape(run.name() + ": " + fault) + "</li>"))
                .collect(Collectors.joining("\n"));
        return items.isEmpty() ? "" : "<div class=\"invalid\"><p><b>These runs do not count.</b></p><ul>" + items + "</ul></div>";
    }

    private static String rows(Run run) {
        StringBuilder ours = new StringBuilder(cell("first", escape(run.name())));
        StringBuilder paper = new StringBuilder(cell("first", run.published() == null ? ""
                : "the paper’s " + escape(run.published().source())));
        for (ComparisonTable.Column column : ComparisonTable.Column.values()) {
            Double measured = column.measured(run);
            Double published = column.published(run);
            boolean off = published != null && Math.abs(measured / published - 1) > TOLERANCE;
            ours.append(cell(off ? "off" : "", ComparisonTable.number(measured)));
            paper.append(cell("", ComparisonTable.number(published)));
        }
        return "<tr class=\"ours\">" + ours + "</tr>" + (run.published() == null ? ""
                : "\n<tr class=\"paper\">" + paper + "</tr>");
    }

    /** What MQ-ECN changes against per-queue marking, in a sentence. */
    private static String change(Comparison comparison) {
        Optional<Run> before = run(comparison, "per-queue");
        Optional<Run> after = run(comparison, "mq-ecn");
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        return String.format(Locale.ROOT, "<p>MQ-ECN against per-queue marking: RTT of probes %s on average, %s at the "
                + "99th percentile (the paper: −32.3&nbsp;%% and −31.5&nbsp;%%).</p>",
                percent(before.get().probeRtt().avgUs(), after.get().probeRtt().avgUs()),
                percent(before.get().probeRtt().p99Us(), after.get().probeRtt().p99Us()));
    }

    private static String percent(double before, double after) {
        return String.format(Locale.ROOT, "%+.1f&nbsp;%%", 100 * (after / before - 1)).replace('-', '−');
    }

    private static String counters(Run run) {
        StringBuilder rows = new StringBuilder();
        for (Comparison.Service service : run.services()) {
            JsonNode queue = run.statistics().path("queues").path(service.queue());
            long sent = queue.path("sent_packets").asLong();
            long marked = queue.path("marked_packets").asLong();
            rows.append("<tr>").append(cell("first", escape(run.name())))
                    .append(cell("first", Integer.toString(service.queue())))
                    .append(cell("", Long.toString(sent)))
                    .append(cell("", Long.toString(marked)))
                    .append(cell("", String.format(Locale.ROOT, "%.1f", 100.0 * marked / Math.max(1, sent))))
                    .append(cell("", Long.toString(dropped(queue))))
                    .append(cell("", String.format(Locale.ROOT, "%.1f",
                            queue.path("watermark_bytes").asLong() / BYTES_A_KB)))
                    .append("</tr>\n");
        }
        return rows.toString();
    }

    private static long dropped(JsonNode queue) {
        return queue.path("dropped_shared_buffer").asLong() + queue.path("dropped_queue_buffer").asLong();
    }

    private static Optional<Run> run(Comparison comparison, String scheme) {
        return comparison.runs().stream().filter(run -> run.name().equals(scheme)).findFirst();
    }

    private static String cell(String style, String text) {
        return "<td" + (style.isEmpty() ? "" : " class=\"" + style + "\"") + ">" + text + "</td>";
    }

    private static String join(List<String> lines) {
        return String.join("\n", lines);
    }

    /** The SVG element alone, able to be any width. */
    private static String inline(String svg) {
        return svg.substring(svg.indexOf("<svg"));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
