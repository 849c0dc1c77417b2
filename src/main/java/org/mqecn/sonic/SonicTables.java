// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * The tables of a config_db.json: of each table its entries, of each entry its fields.
 *
 * @param file its name, for messages
 */
record SonicTables(String file, Map<String, Map<String, Map<String, String>>> tables) {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String EXPECTED =
            "expected a config_db.json or qos.json of SONiC: tables of entries of fields";

    /** @throws UserError a usage error if the text is no such file */
    static SonicTables parse(String file, String text) {
        JsonNode root = readTree(file, text);
        Map<String, Map<String, Map<String, String>>> tables = new LinkedHashMap<>();
        root.properties().forEach(table -> {
            Map<String, Map<String, String>> entries = new LinkedHashMap<>();
            requireObject(file, table.getKey(), table.getValue())
                    .properties()
                    .forEach(entry -> entries.put(
                            entry.getKey(), fields(file, table.getKey() + "|" + entry.getKey(), entry.getValue())));
            tables.put(table.getKey(), entries);
        });
        return new SonicTables(file, tables);
    }

    private static JsonNode readTree(String file, String text) {
        try {
            return requireObject(file, "the file", MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw UserError.usage(
                    file + ":" + e.getLocation().getLineNr() + ":"
                            + e.getLocation().getColumnNr() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("no JSON"),
                    EXPECTED);
        }
    }

    private static JsonNode requireObject(String file, String what, JsonNode node) {
        if (!node.isObject()) {
            throw UserError.usage(file + ": " + what + " is no object", EXPECTED);
        }
        return node;
    }

    /** The fields of an entry. Lists are fields as well: their elements, separated by commas. */
    private static Map<String, String> fields(String file, String entry, JsonNode node) {
        Map<String, String> fields = new LinkedHashMap<>();
        requireObject(file, entry, node).properties().forEach(field -> {
            List<String> elements = new ArrayList<>();
            field.getValue().forEach(element -> elements.add(element.asText()));
            fields.put(
                    field.getKey(),
                    field.getValue().isArray()
                            ? String.join(",", elements)
                            : field.getValue().asText());
        });
        return fields;
    }

    Map<String, Map<String, String>> table(String name) {
        return tables.getOrDefault(name, Map.of());
    }

    Optional<Map<String, String>> entry(String table, String key) {
        return Optional.ofNullable(table(table).get(key));
    }

    /**
     * The entry to which a field refers: {@code AZURE}, or {@code [WRED_PROFILE|AZURE]} in files before 2021.
     *
     * @param from the referring entry, for the message
     * @throws UserError a usage error if there is none
     */
    Map<String, String> referred(String from, String table, String reference) {
        String key = name(reference);
        return entry(table, key)
                .orElseThrow(() -> UserError.usage(
                        file + ": " + from + " refers to " + table + "|" + key + ", which does not exist",
                        Suggestion.of(key, table(table).keySet())));
    }

    /** The name in a reference. */
    static String name(String reference) {
        return reference.matches("\\[\\w+\\|.*]")
                ? reference.substring(reference.indexOf('|') + 1, reference.length() - 1)
                : reference;
    }

    /**
     * The queues of a port, by their numbers. Keys are {@code Ethernet0|3}, {@code Ethernet0,Ethernet4|0-2} and, on
     * chassis, {@code host|asic0|Ethernet0|3}.
     */
    Map<Integer, Map<String, String>> queues(String port) {
        Map<Integer, Map<String, String>> queues = new TreeMap<>();
        table("QUEUE").forEach((key, fields) -> {
            String[] parts = key.split("\\|");
            if (parts.length >= 2 && List.of(parts[parts.length - 2].split(",")).contains(port)) {
                String[] ends = parts[parts.length - 1].split("-", 2);
                for (int queue = number("QUEUE|" + key, "queue", ends[0]);
                        queue <= number("QUEUE|" + key, "queue", ends[ends.length - 1]);
                        queue++) {
                    queues.computeIfAbsent(queue, any -> new LinkedHashMap<>()).putAll(fields);
                }
            }
        });
        return queues;
    }

    /** The ports that the file configures. */
    List<String> ports() {
        List<String> ports = new ArrayList<>(table("PORT").keySet());
        table("PORT_QOS_MAP").keySet().stream()
                .flatMap(key -> List.of(key.split(",")).stream())
                .filter(port -> !port.equals("global"))
                .forEach(ports::add);
        table("QUEUE").keySet().stream()
                .map(key -> key.split("\\|"))
                .filter(parts -> parts.length >= 2)
                .flatMap(parts -> List.of(parts[parts.length - 2].split(",")).stream())
                .forEach(ports::add);
        return ports.stream().distinct().toList();
    }

    /** @throws UserError a usage error if the text is no number from 0 to 2^31 - 1 */
    int number(String entry, String field, String text) {
        if (!text.matches("\\d{1,9}|1\\d{9}|20\\d{8}")) {
            throw UserError.usage(
                    file + ": " + entry + ": " + field + " '" + text + "' is no number",
                    "it is a number of bytes, packets or percent without a unit");
        }
        return Integer.parseInt(text);
    }
}
