// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.topology.TestbedFile;

/**
 * What a testbed file says and {@code validate} accepts, tc and the kernel take, and give back. Values are random, from
 * the JSON schema: of every option of every qdisc but dualpi2, which Linux 6.1 does not have.
 */
@Tag("lab")
@DisplayName("Random values of every option of every qdisc")
final class QdiscValuesLabTest {
    private static final int DEFINITIONS_OF_A_KIND = 6;
    private static final int OPTIONS_OF_A_DEFINITION = 3;
    private static final int ATTEMPTS = 20_000;
    private static final String MISSING_IN_LINUX_6_1 = "dualpi2";

    private final JsonNode definitions =
            new ObjectMapper().valueToTree(TestbedFile.schema()).get("$defs");
    private final Set<String> kinds =
            keys(definitions.get("queueing-discipline").findValue("properties"));

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        keys.remove(MISSING_IN_LINUX_6_1);
        return keys;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatIsAcceptedIsReadBack(long seed, @TempDir Path folder) throws IOException {
        Random random = new Random(seed);
        List<String> links = new ArrayList<>();
        for (String kind : kinds) {
            acceptedDefinitions(kind, random)
                    .forEach(qdisc -> links.add(
                            "  - {between: [h%d, s1], qdisc: {%s: %s}}%n".formatted(links.size() + 1, kind, qdisc)));
        }
        Path file = folder.resolve("values.yaml");
        Files.writeString(file, "star: {hosts: " + links.size() + "}\nlinks:\n" + String.join("", links));
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell("mqecn testbed up -f " + file + " && mqecn testbed status", folder.resolve("out"))
                        .withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), () -> result.output() + result.errors() + String.join("", links));
    }

    /** Definitions that {@code validate} accepts, with a few options each; together they have every option. */
    private List<String> acceptedDefinitions(String kind, Random random) {
        List<String> accepted = new ArrayList<>();
        JsonNode properties = definitions.get(kind).get("properties");
        Set<String> missing = keys(properties);
        missing.removeIf(option -> properties.get(option).has("$ref"));
        for (int i = 0; i < ATTEMPTS && !(accepted.size() >= DEFINITIONS_OF_A_KIND && missing.isEmpty()); i++) {
            String qdisc = definition(kind, random);
            boolean isNew = missing.stream().anyMatch(option -> qdisc.contains(option + ": "));
            if ((isNew || missing.isEmpty()) && isAccepted(kind, qdisc)) {
                accepted.add(qdisc);
                missing.removeIf(option -> qdisc.contains(option + ": "));
            }
        }
        assertEquals(Set.of(), missing, "no accepted value of these options of " + kind);
        return accepted;
    }

    private static boolean isAccepted(String kind, String qdisc) {
        return TestbedFile.of(
                        "values.yaml",
                        "star: {hosts: 2}\nlinks: [{between: [h1, s1], qdisc: {" + kind + ": " + qdisc + "}}]")
                .resolved()
                .isPresent();
    }

    /** A mapping in YAML with its required options and random others. */
    private String definition(String kind, Random random) {
        JsonNode definition = definitions.get(kind);
        Set<String> required = new LinkedHashSet<>();
        definition.path("required").forEach(name -> required.add(name.asText()));
        List<String> entries = new ArrayList<>();
        DwrrScheme scheme =
                ModuleSchemes.all().get(random.nextInt(ModuleSchemes.all().size()));
        boolean hasChild = random.nextInt(4) > 0;
        for (Map.Entry<String, JsonNode> option : definition.get("properties").properties()) {
            if (option.getValue().has("$ref")) {
                boolean isKnown = !option.getKey().equals(MISSING_IN_LINUX_6_1);
                if (isKnown && !hasChild && random.nextInt(kinds.size()) == 0) {
                    hasChild = true;
                    entries.add(option.getKey() + ": " + definition(option.getKey(), random));
                }
            } else if (isParameterOfAnother(scheme, option.getKey())) {
                continue; // a port takes those of its own scheme only
            } else if (option.getKey().equals("rate")
                    || required.contains(option.getKey())
                    || random.nextInt(definition.get("properties").size()) < OPTIONS_OF_A_DEFINITION) {
                entries.add(option.getKey() + ": " + value(option.getValue(), random));
            }
        }
        if (entries.stream().anyMatch(entry -> isParameter(scheme, entry.split(":")[0]))) {
            String selector = scheme.role().setting().key() + ": ";
            entries.removeIf(entry -> entry.startsWith(selector));
            entries.add(selector + scheme.name());
        }
        return "{" + String.join(", ", entries) + "}";
    }

    private static boolean isParameter(DwrrScheme scheme, String key) {
        return scheme.settings().stream().anyMatch(setting -> setting.key().equals(key));
    }

    private static boolean isParameterOfAnother(DwrrScheme scheme, String key) {
        return !isParameter(scheme, key) && ModuleSchemes.all().stream().anyMatch(other -> isParameter(other, key));
    }

    private String value(JsonNode schema, Random random) {
        String pattern = schema.path("pattern").asText();
        String type = schema.path("type").isArray()
                ? schema.get("type").get(0).asText()
                : schema.path("type").asText();
        if (schema.has("anyOf")) {
            return value(schema.get("anyOf").get(random.nextInt(2)), random);
        }
        if (schema.has("enum")) {
            return schema.get("enum")
                    .get(random.nextInt(schema.get("enum").size()))
                    .asText();
        }
        if (pattern.contains("gbit|") && type.equals("string")) {
            return rate(random);
        }
        if (pattern.contains("(ppm|%")) {
            return random.nextInt(1_000_001) + "ppm";
        }
        if (pattern.contains("(ns|us")) {
            return time(random);
        }
        if (pattern.matches("\\^\\([a-z0-9|-]+\\)\\$")) {
            List<String> words = List.of(pattern.replaceAll("[^a-z0-9|-]", "").split("\\|"));
            return words.get(random.nextInt(words.size()));
        }
        return switch (type) {
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "number" ->
                List.of("1", "1.0", "0.5", "0.02", "0.999999999", "0.00000012").get(random.nextInt(6));
            case "array" ->
                IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(each -> value(schema.get("items"), random))
                        .collect(Collectors.joining(", ", "[", "]"));
            case "object" -> {
                JsonNode ofQueue = schema.get("additionalProperties");
                // A code point belongs to one queue, any other value to as many as have it.
                String others = ofQueue.has("anyOf") ? "1" : "all";
                yield "{0: " + value(ofQueue, random) + ", " + others + ": " + value(ofQueue, random) + "}";
            }
            default ->
                Long.toString(logarithmic(
                        schema.get("minimum").asLong(), schema.get("maximum").asLong(), random));
        };
    }

    private static String rate(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> (1 + random.nextInt(999)) + "mbit";
            case 1 -> (1 + random.nextInt(99)) + "." + random.nextInt(1000) + "gbit";
            case 2 -> (1 + random.nextInt(9999)) + "kbit";
            default -> logarithmic(8, 1_000_000_000_000L, random) / 8 * 8 + "bit";
        };
    }

    private static String time(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> (1 + random.nextInt(999)) + "us";
            case 1 -> (1 + random.nextInt(99)) + "." + random.nextInt(1000) + "ms";
            case 2 -> (1 + random.nextInt(9)) + "s";
            default -> logarithmic(1, 100_000_000_000L, random) + (random.nextBoolean() ? "us" : "ns");
        };
    }

    /** A number in a range, ends included, whose length is uniform. */
    private static long logarithmic(long least, long most, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> least;
            case 1 -> most;
            default -> {
                double floor = Math.log(Math.max(1, least));
                yield Math.round(Math.exp(floor + random.nextDouble() * (Math.log(most) - floor)));
            }
        };
    }
}
