// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.testbed.resources.QdiscTreeComparison;

/**
 * Parses {@code tc -j qdisc show}, for virtual machines, where netlink cannot be used. Only netem is parsed with its
 * options: they are in groups, in seconds, fractions and bytes per second.
 */
final class TcQdiscParser {
    private static final Map<String, List<String>> OPTION_GROUPS = Map.of(
            "delay",
            List.of("delay", "jitter"),
            "loss-random",
            List.of("loss"),
            "corrupt",
            List.of("corrupt"),
            "duplicate",
            List.of("duplicate"),
            "reorder",
            List.of("reorder"),
            "rate",
            List.of("rate"));
    private static final long SECOND = 1_000_000_000;
    private static final long MILLIONTHS = 1_000_000;

    private TcQdiscParser() {}

    /** The qdiscs of a device without the kernel's default. */
    static List<QdiscTreeComparison.ObservedQdisc> parse(String device, JsonNode qdiscs) {
        List<QdiscTreeComparison.ObservedQdisc> found = new ArrayList<>();
        for (JsonNode qdisc : qdiscs) {
            if (qdisc.path("dev").asText().equals(device)
                    && !qdisc.path("handle").asText().equals("0:")) {
                String kind = qdisc.path("kind").asText();
                found.add(new QdiscTreeComparison.ObservedQdisc(
                        kind,
                        qdisc.path("handle").asText(),
                        qdisc.path("root").asBoolean()
                                ? "root"
                                : "parent " + qdisc.path("parent").asText(),
                        kind.equals("netem") ? netem(qdisc.path("options")) : Map.of(),
                        Optional.empty()));
            }
        }
        return found;
    }

    private static Map<String, List<Long>> netem(JsonNode options) {
        Map<String, List<Long>> values = new LinkedHashMap<>();
        values.put("limit", List.of(options.path("limit").asLong()));
        OPTION_GROUPS.forEach((group, words) -> words.forEach(
                word -> values.put(word, List.of(value(word, options.path(group).path(word))))));
        return values;
    }

    private static long value(String word, JsonNode value) {
        return switch (word) {
            case "delay", "jitter" -> scale(value, SECOND);
            case "rate" -> value.asLong() * Byte.SIZE;
            default -> scale(value, MILLIONTHS);
        };
    }

    private static long scale(JsonNode value, long scale) {
        return value.decimalValue().multiply(BigDecimal.valueOf(scale)).longValue();
    }
}
