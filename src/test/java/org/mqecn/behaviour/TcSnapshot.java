// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The output of tc for a port and its queues at one time.
 *
 * @param ns time since the start of the script
 * @param qdiscs all qdiscs of the device
 * @param port counters of the port, by their names in tc's JSON
 * @param queues counters of each queue
 */
record TcSnapshot(long ns, JsonNode qdiscs, Map<String, Long> port, List<Map<String, Long>> queues) {
    static final List<String> DROPS = List.of(
            "dropped_shared_buffer",
            "dropped_queue_buffer",
            "dropped_early",
            "dropped_purged",
            "dropped_filter",
            "dropped_split");

    private static final Set<String> KINDS = Set.of("dwrr", "eiffel");
    private static final Pattern QUEUE = Pattern.compile("class dwrr .*?(?=class dwrr |$)", Pattern.DOTALL);
    private static final Pattern COUNTERS = Pattern.compile(
            String.join(
                    "",
                    " Sent (?<bytes>\\d+) bytes (?<packets>\\d+) pkt \\(dropped (?<drops>\\d+).*",
                    "  arrived (?<arrivedPackets>\\d+)p (?<arrivedBytes>\\d+)b",
                    " \\(ect (?<arrivedEctPackets>\\d+)p ce (?<arrivedCePackets>\\d+)p",
                    " not-ect (?<arrivedNotEctPackets>\\d+)p\\) sent (?<sentPackets>\\d+)p (?<sentBytes>\\d+)b",
                    " marked (?<markedPackets>\\d+)p (?<markedBytes>\\d+)b\\s+",
                    "dropped shared-buffer (?<droppedSharedBuffer>\\d+)p queue-buffer (?<droppedQueueBuffer>\\d+)p",
                    " early (?<droppedEarly>\\d+)p purged (?<droppedPurged>\\d+)p\\s+",
                    "backlog (?<backlogPackets>\\d+)p (?<backlogBytes>\\d+)b watermark (?<watermarkBytes>\\d+)b",
                    "(?: threshold (?<thresholdBytes>\\d+)b)?",
                    "(?: threshold (?<thresholdNs>\\d+)ns sojourn (?<sojournNs>\\d+)ns)?",
                    "(?: limit (?<limitBytes>\\d+)b)?"),
            Pattern.DOTALL);
    /** A statistic of the scheme's own, behind the others. */
    private static final Pattern OWN = Pattern.compile("\\b([a-z][a-z0-9-]*) (\\d+)");

    private static final Pattern HISTOGRAM =
            Pattern.compile("(sojourn|occupancy) p50 (\\d+)[a-z]+ p99 (\\d+)[a-z]+ p99\\.9 \\d+[a-z]+ highest (\\d+)");

    private static final Pattern NAME = Pattern.compile("\\(\\?<(\\w+)>");

    static TcSnapshot parse(long ns, JsonNode qdiscs, String classes) {
        Map<String, Long> port = new HashMap<>();
        find(qdiscs, KINDS).properties().forEach(field -> {
            if (field.getValue().isIntegralNumber()) {
                port.put(field.getKey(), field.getValue().asLong());
            }
        });
        return new TcSnapshot(ns, qdiscs, port, queues(classes));
    }

    /** The counters of all queues in the output of {@code tc -s class show}. */
    static List<Map<String, Long>> queues(String classes) {
        return QUEUE.matcher(classes)
                .results()
                .map(MatchResult::group)
                .map(TcSnapshot::counters)
                .toList();
    }

    private static JsonNode find(JsonNode qdiscs, Set<String> kinds) {
        return StreamSupport.stream(qdiscs.spliterator(), false)
                .filter(one -> kinds.contains(one.path("kind").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> counters(String text) {
        Matcher found = COUNTERS.matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException("no counters in: " + text);
        }
        Map<String, Long> counters = new HashMap<>();
        NAME.matcher(COUNTERS.pattern())
                .results()
                .map(name -> name.group(1))
                .filter(name -> found.group(name) != null)
                .forEach(name -> counters.put(snakeCase(name), Long.valueOf(found.group(name))));
        OWN.matcher(text.substring(found.end()).split("pkts_in")[0])
                .results()
                .forEach(own -> counters.put(own.group(1).replace('-', '_'), Long.valueOf(own.group(2))));
        HISTOGRAM.matcher(text).results().forEach(each -> {
            counters.put(each.group(1) + "_p50", Long.valueOf(each.group(2)));
            counters.put(each.group(1) + "_p99", Long.valueOf(each.group(3)));
            counters.put(each.group(1) + "_highest", Long.valueOf(each.group(4)));
        });
        return counters;
    }

    /** Names of groups cannot have underscores; keys in tc's JSON do. */
    private static String snakeCase(String name) {
        return name.replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
    }

    JsonNode qdisc(String kind) {
        return find(qdiscs, Set.of(kind));
    }

    /** The configuration of the port, by option of tc. */
    JsonNode options() {
        return qdisc("dwrr").get("options");
    }

    long port(String name) {
        return port.get(name);
    }

    long queue(int queue, String name) {
        return queues.get(queue).get(name);
    }

    static long dropped(Map<String, Long> counters) {
        return DROPS.stream()
                .mapToLong(reason -> counters.getOrDefault(reason, 0L))
                .sum();
    }
}
