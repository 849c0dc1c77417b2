// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.testbed.Layers;

/**
 * Reads qdiscs as {@code tc -j -d qdisc show} tells of them, where netlink is out of reach. Its words are those that it
 * is given, but for netem, which has them in groups; its units are its own: bytes a second, µs, for netem seconds and
 * parts of one. A flag that is off may be left out.
 */
final class TcJson {
    /** What is not known here is not compared. */
    private static final Set<String> KINDS = Set.of("tbf", "red", "netem", "ets", "fq_codel", "codel", "fq", "pfifo",
            "bfifo");
    private static final Set<String> CODEL = Set.of("codel", "fq_codel");
    private static final Set<String> MICROSECONDS = Set.of("target", "interval", "ce_threshold");
    private static final Set<String> RATES = Set.of("rate", "maxrate");
    private static final Map<String, List<String>> GROUPS = Map.of("delay", List.of("delay", "jitter"),
            "loss-random", List.of("loss"), "duplicate", List.of("duplicate"), "rate", List.of("rate"));
    private static final String BURST = "burst";
    private static final Pattern SIZE = Pattern.compile("([\\d.]+)([KM]?)b/\\d+");
    private static final long MICROSECOND = 1000;
    private static final long SECOND = 1_000_000_000;
    private static final long MILLIONTHS = 1_000_000;
    private static final Map<String, Long> UNITS = Map.of("", 1L, "K", 1L << 10, "M", 1L << 20);

    private TcJson() {}

    /** Those that stand on a device, put there by somebody. */
    static List<Layers.Found> on(String device, JsonNode qdiscs) {
        List<Layers.Found> found = new ArrayList<>();
        for (JsonNode qdisc : qdiscs) {
            if (qdisc.path("dev").asText().equals(device) && !qdisc.path("handle").asText().equals("0:")) {
                String kind = qdisc.path("kind").asText();
                found.add(new Layers.Found(kind, qdisc.path("handle").asText(),
                        qdisc.path("root").asBoolean() ? "root" : "parent " + qdisc.path("parent").asText(),
                        KINDS.contains(kind) ? options(kind, qdisc.path("options")) : Map.of()));
            }
        }
        return found;
    }

    private static Map<String, List<Long>> options(String kind, JsonNode options) {
        Map<String, List<Long>> values = new LinkedHashMap<>();
        if (CODEL.contains(kind)) {
            values.put("ecn", List.of(0L));
        }
        options.properties().forEach(option -> {
            String word = option.getKey();
            if (option.getValue().isObject()) {
                GROUPS.getOrDefault(word, List.of()).forEach(part ->
                        values.put(part, List.of(part(part, option.getValue().path(part)))));
            } else if (option.getValue().isArray()) {
                List<Long> numbers = new ArrayList<>();
                option.getValue().forEach(number -> numbers.add(number.asLong()));
                values.put(word, numbers);
            } else if (option.getValue().isNumber() || option.getValue().isBoolean()
                    || word.equals(BURST)) {
                values.put(word, List.of(value(word, option.getValue())));
            }
        });
        return values;
    }

    private static long value(String word, JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? 1 : 0;
        }
        if (word.equals(BURST)) {
            return size(value.asText());
        }
        if (word.equals("probability")) {
            return scaled(value, MILLIONTHS);
        }
        return value.asLong() * (MICROSECONDS.contains(word) ? MICROSECOND : RATES.contains(word) ? Byte.SIZE : 1);
    }

    /** A value out of one of netem's groups. */
    private static long part(String word, JsonNode value) {
        return switch (word) {
            case "delay", "jitter" -> scaled(value, SECOND);
            case "rate" -> value.asLong() * Byte.SIZE;
            default -> scaled(value, MILLIONTHS);
        };
    }

    private static long scaled(JsonNode value, long scale) {
        return value.decimalValue().multiply(BigDecimal.valueOf(scale)).longValue();
    }

    /** tbf's burst, which it tells in words: {@code 15000b/1}, {@code 16Kb/1}. */
    private static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        return matcher.matches() ? new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(UNITS.get(matcher.group(2)))).longValue() : 0;
    }
}
