// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.figure.Comparison.Run;

/** The page of the demo: one file that needs no other. Its words are in demo.html. */
final class DemoPage {
    private static final double BYTES_A_KB = 1024;

    private DemoPage() {}

    /** @param pictures SVG; a picture's name is that of its place in the page */
    static String of(Comparison comparison, Map<Picture, String> pictures) {
        Map<String, String> places = Html.places();
        places.put("title", Html.escape(comparison.title()));
        places.put("measured", Double.toString(comparison.setup().measuredSeconds()));
        places.put("warm_up", Double.toString(comparison.setup().warmUpSeconds()));
        places.put("faults", faults(comparison.runs()));
        places.put("results", ComparisonTable.table(comparison).html());
        places.put("change", change(comparison));
        places.put("counters", join(comparison.runs().stream().map(DemoPage::counters).toList()));
        places.put("transcript", Html.escape(join(run(comparison, "mq-ecn").map(Run::transcript)
                .orElse(List.of()))));
        places.put("script", Html.escape(comparison.script()));
        places.put("made_at", Html.escape(comparison.header().madeAt()));
        places.put("machine", Html.escape(comparison.header().machine()));
        places.put("seed", Long.toUnsignedString(comparison.seed()));
        places.put("versions", comparison.versions().entrySet().stream()
                .map(entry -> Html.escape(entry.getKey().replace('_', ' ') + " " + entry.getValue()))
                .collect(Collectors.joining("; ")));
        pictures.forEach((picture, svg) -> places.put(picture.name(), Live.html(picture, svg, picture.panels().stream()
                .map(Panel::title).collect(Collectors.joining("; ")))));
        return Html.fill("demo.html", places);
    }

    private static String faults(List<Run> runs) {
        String items = runs.stream()
                .flatMap(run -> run.faults().stream().map(fault -> run.name() + ": " + fault))
                .map(fault -> "<li>" + Html.escape(fault) + "</li>")
                .collect(Collectors.joining("\n"));
        return items.isEmpty() ? "" : "<div class=\"verdict bad\"><p><b>✗ These runs do not count.</b></p><ul>" + items
                + "</ul></div>";
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
            rows.append("<tr>").append(Html.cell("first", Html.escape(run.name())))
                    .append(Html.cell("first", Integer.toString(service.queue())))
                    .append(Html.cell("", Long.toString(sent)))
                    .append(Html.cell("", Long.toString(marked)))
                    .append(Html.cell("", String.format(Locale.ROOT, "%.1f", 100.0 * marked / Math.max(1, sent))))
                    .append(Html.cell("", Long.toString(dropped(queue))))
                    .append(Html.cell("", String.format(Locale.ROOT, "%.1f",
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

    private static String join(List<String> lines) {
        return String.join("\n", lines);
    }
}
