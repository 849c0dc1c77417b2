// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.testbed.Layers;

/**
 * Reads qdiscs as {@code tc -j qdisc show} tells of them, where netlink is out of reach: netem with its options, which
 * come in groups, in seconds, parts of one and bytes a second; of others that they are there.
 */
final class TcJson {
    private static final Map<String, List<String>> GROUPS = Map.of("delay", List.of("delay", "jitter"),
            "loss-random", List.of("loss"), "duplicate", List.of("duplicate"), "rate", List.of("rate"));
    private static final long SECOND = 1_000_000_000;
    private static final long MILLIONTHS = 1_000_000;

    private TcJson() {}

    /** Those that stand on a device, put there by somebody. */
    static List<Layers.Found> on(String device, JsonNode qdiscs) {
        List<Layers.Found> found = new ArrayList<>();
        for (JsonNode qdisc : qdiscs) {
            if (qdisc.path("dev").asText().equals(device) && !qdisc.path("handle").asText().equals("0:")) {
                String kind = qdisc.path("kind").asText();
                found.add(new Layers.Found(kind, qdisc.path("handle").asText(),
                        qdisc.path("root").asBoolean() ? "root" : "parent " + qdisc.path("parent").asText(),
                        kind.equals("netem") ? netem(qdisc.path("options")) : Map.of()));
            }
        }
        return found;
    }

    private static Map<String, List<Long>> netem(JsonNode options) {
        Map<String, List<Long>> values = new LinkedHashMap<>();
        values.put("limit", List.of(options.path("limit").asLong()));
        GROUPS.forEach((group, words) -> words.forEach(word ->
                values.put(word, List.of(value(word, options.path(group).path(word))))));
        return values;
    }

    private static long value(String word, JsonNode value) {
        return switch (word) {
            case "delay", "jitter" -> scaled(value, SECOND);
            case "rate" -> value.asLong() * Byte.SIZE;
            default -> scaled(value, MILLIONTHS);
        };
    }

    private static long scaled(JsonNode value, long scale) {
        return value.decimalValue().multiply(BigDecimal.valueOf(scale)).longValue();
    }
}
