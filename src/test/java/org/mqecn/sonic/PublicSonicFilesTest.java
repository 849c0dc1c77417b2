// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * Files of SONiC's own sources become a port and the same queues, schedulers and profiles again. They are not part of this
 * project: clone sonic-buildimage or sonic-utilities and run {@code make test-sonic FILES=FOLDER}. Files that refer to what
 * they do not have are refused, and are not compared.
 */
@Tag("long")
final class PublicSonicFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Rate RATE = Rate.parse("9950mbit");

    /** SONiC's drop probability where a profile has none, in percent. */
    private static final String ALWAYS = "100";

    private static final Set<String> SCHEDULER_FIELDS = Set.of("type", "weight");

    @TestFactory
    Stream<DynamicTest> becomeAPortAndTheSameFileAgain() throws IOException {
        String folder = System.getProperty("mqecn.sonic.files", "");
        assumeTrue(!folder.isEmpty(), "no folder of SONiC's files; run make test-sonic FILES=FOLDER");
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".json") && firstPort(file).isPresent())
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> DynamicTest.dynamicTest(file.toString(), () -> roundTrip(file)));
        }
    }

    private static void roundTrip(Path file) throws IOException {
        String port = firstPort(file).orElseThrow();
        QdiscRequest request;
        try {
            request = importFile(file.toString(), Files.readString(file), port);
        } catch (UserError e) {
            assumeTrue(false, e.getMessage());
            return;
        }
        SonicExport exported = SonicExport.of(request, port, "AZURE");
        String again = JSON.writeValueAsString(exported.tables());
        assertEquals(yaml(request), yaml(importFile("again.json", again, port)));

        JsonNode before = JSON.readTree(file.toFile());
        if (coloursDiffer(before)) {
            return;
        }
        Map<Integer, Map<String, String>> queues = queues(before, port);
        assertTrue(!queues.isEmpty(), "no queue of " + port);
        assertEquals(queues, queues(JSON.readTree(again), port));
    }

    private static QdiscRequest importFile(String name, String text, String port) {
        return SonicImport.read(name, text, port, Optional.of(RATE), Optional.empty())
                .request();
    }

    private static String yaml(QdiscRequest request) {
        return PortFile.write(List.of(PortSpec.of("eth1", Optional.of(request))));
    }

    /** The first port with queues; empty if the file is no configuration of queues. */
    private static Optional<String> firstPort(Path file) {
        try {
            return names(JSON.readTree(file.toFile()).path("QUEUE"))
                    .filter(key -> key.contains("|"))
                    .map(key -> key.split("\\|"))
                    .map(words -> words[words.length - 2].split(",")[0])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the tables say of the queues of a port: the fields of each queue's scheduler and of its profile's green. */
    private static Map<Integer, Map<String, String>> queues(JsonNode file, String port) {
        Map<Integer, Map<String, String>> queues = new TreeMap<>();
        names(file.path("QUEUE")).filter(key -> key.contains("|")).forEach(key -> {
            String[] words = key.split("\\|");
            if (!Set.of(words[words.length - 2].split(",")).contains(port)) {
                return;
            }
            JsonNode entry = file.path("QUEUE").path(key);
            numbers(words[words.length - 1]).forEach(queue -> {
                Map<String, String> fields = queues.computeIfAbsent(queue, any -> new TreeMap<>());
                JsonNode scheduler = file.path("SCHEDULER").path(reference(entry.path("scheduler")));
                names(scheduler)
                        .filter(SCHEDULER_FIELDS::contains)
                        .forEach(name -> fields.put(name, scheduler.path(name).asText()));
                JsonNode profile = file.path("WRED_PROFILE").path(reference(entry.path("wred_profile")));
                names(profile)
                        .filter(name -> name.startsWith("green") || name.equals("ecn"))
                        .forEach(name -> fields.put(name, profile.path(name).asText()));
                if (profile.has("green_max_threshold")) {
                    fields.putIfAbsent("green_drop_probability", ALWAYS);
                }
            });
        });
        return queues;
    }

    /** Whether a profile has other thresholds for yellow or red than for green: a port has no colours. */
    private static boolean coloursDiffer(JsonNode file) {
        return names(file.path("WRED_PROFILE"))
                .map(file.path("WRED_PROFILE")::path)
                .anyMatch(profile -> names(profile)
                        .filter(name -> name.startsWith("green_"))
                        .anyMatch(name -> Stream.of("yellow", "red")
                                .map(colour -> profile.path(colour + name.substring("green".length())))
                                .anyMatch(other -> !other.isMissingNode() && !other.equals(profile.path(name)))));
    }

    private static Stream<Integer> numbers(String range) {
        String[] ends = range.split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                .boxed();
    }

    /** The name in a reference, {@code AZURE} or, of older versions, {@code [WRED_PROFILE|AZURE]}. */
    private static String reference(JsonNode value) {
        String text = value.asText().replaceAll("[\\[\\]]", "");
        return text.substring(text.lastIndexOf('|') + 1);
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }
}
