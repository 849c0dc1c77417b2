// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The JSON schema agrees with the parser, according to an independent validator. */
final class TestbedSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/topology");

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(MAPPER.<JsonNode>valueToTree(TestbedFile.schema()));

    private static Set<?> violations(Path file) throws IOException {
        Object yaml = new Load(
                        LoadSettings.builder().setSchema(new CoreSchema()).build())
                .loadFromString(Files.readString(file));
        return SCHEMA.validate(MAPPER.valueToTree(yaml));
    }

    static List<Path> validFiles() {
        return TestbedFilesTest.validFiles();
    }

    @ParameterizedTest
    @MethodSource("validFiles")
    void validatesValidFiles(Path file) throws IOException {
        assertEquals(Set.of(), violations(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown-key",
                "unknown-key-of-link",
                "rate-without-unit",
                "rate-with-unknown-unit",
                "rate-is-a-list",
                "rate-is-empty",
                "time-without-unit",
                "number-out-of-range",
                "gso-is-a-boolean",
                "flag-is-yes",
                "share-without-percent",
                "unknown-kind-of-switch",
                "unknown-kind-of-host",
                "three-ends",
                "no-ends",
                "name-with-a-dot",
                "template-without-hosts",
                "ipv6-address",
                "address-without-subnet",
                "mac-of-a-group",
                "device-too-long",
                "unknown-qdisc",
                "two-qdiscs",
                "red-without-limit",
                "dwrr-unknown-scheme",
                "netem-as-a-qdisc",
                "sysctl-is-no-name",
                "unknown-service",
                "service-without-command",
                "many",
                "list-at-the-top"
            })
    void rejectsMalformedFiles(String name) throws IOException {
        assertFalse(violations(FOLDER.resolve("bad").resolve(name + ".yaml")).isEmpty());
    }

    @Test
    void schemaIsValid() {
        JsonSchema dialect = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(SchemaLocation.of(VersionFlag.V202012.getId()));
        assertEquals(Set.of(), dialect.validate(MAPPER.valueToTree(TestbedFile.schema())));
    }

    @Test
    void keyExamplesAreValid() {
        JsonNode schema = MAPPER.valueToTree(TestbedFile.schema());
        int[] examples = {0};
        schema.findParents("examples").forEach(key -> {
            ObjectNode alone = key.deepCopy();
            alone.set("$defs", schema.get("$defs"));
            key.get("examples").forEach(example -> {
                examples[0]++;
                assertEquals(
                        Set.of(),
                        JsonSchemaFactory.getInstance(VersionFlag.V202012)
                                .getSchema((JsonNode) alone)
                                .validate(example),
                        key.get("description") + " " + example);
            });
        });
        assertEquals(schema.findValues("examples").size(), examples[0]);
    }
}
