// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mqecn.GoldenFile;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.rank.RuleFile;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.TestbedFile;

/** The man pages of file formats are generated from their JSON schemas and the text of {@code man/*.5.in}. */
final class FileFormatManualTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Set<String> documented = new LinkedHashSet<>();
    private final StringBuilder page = new StringBuilder();
    private JsonNode schema;

    @Test
    void testbedManualMatchesSchema() throws IOException {
        assertManual("mqecn-testbed.5", "testbed", TestbedFile.schema());
    }

    @Test
    void scenarioManualMatchesSchema() throws IOException {
        MAPPER.valueToTree(TestbedFile.schema()).get("$defs").fieldNames().forEachRemaining(documented::add);
        documented.addAll(List.of("testbed", "testbed-that-extends-another", "scenario-that-extends-another"));
        assertManual("mqecn-scenario.5", "scenario", ScenarioFile.schema());
    }

    @Test
    void ruleManualMatchesSchema() throws IOException {
        assertManual("mqecn-rank.5", "file of rules", RuleFile.schema());
    }

    @Test
    void portManualMatchesSchema() throws IOException {
        assertManual("mqecn-ports.5", "file of ports", PortFile.schema());
    }

    private void assertManual(String name, String title, Map<String, Object> jsonSchema) throws IOException {
        schema = MAPPER.valueToTree(jsonSchema);
        appendMapping(
                title, schema.has("anyOf") ? definition(schema.get("anyOf").get(0)) : schema);
        GoldenFile.assertEquals(
                Path.of("man", name),
                Files.readString(Path.of("man", name + ".in"))
                        .replace(
                                "@GENERATED@",
                                "Generated from the JSON schema and " + name + ".in by 'make generate'; do not edit.")
                        .replace("@KEYS@\n", page));
    }

    /** Appends the keys of a mapping, then those of the mappings that it refers to. */
    private void appendMapping(String title, JsonNode mapping) {
        page.append(".SS ")
                .append(CommandManualTest.escaped(title.replace('-', ' ')))
                .append('\n');
        mapping.get("properties").properties().forEach(property -> {
            JsonNode key = property.getValue();
            page.append(".TP\n\\fB")
                    .append(CommandManualTest.escaped(property.getKey()))
                    .append("\\fR: \\fI")
                    .append(CommandManualTest.escaped(
                            yamlText(key.get("examples").get(0))))
                    .append("\\fR\n")
                    .append(CommandManualTest.escaped(key.get("description").asText()))
                    .append('\n');
        });
        mapping.get("properties").forEach(this::appendReferenced);
    }

    private JsonNode definition(JsonNode reference) {
        return schema.get("$defs").get(name(reference.get("$ref").asText()));
    }

    private static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private void appendReferenced(JsonNode node) {
        node.findValuesAsText("$ref").forEach(reference -> {
            String name = name(reference);
            if (documented.add(name)) {
                JsonNode mapping = schema.get("$defs").get(name);
                appendMapping(name, mapping.has("anyOf") ? mapping.get("anyOf").get(1) : mapping);
            }
        });
    }

    /** Formats a JSON value as YAML. */
    private static String yamlText(JsonNode value) {
        return value.toString().replace("\":", "\": ").replace("\"", "").replaceAll(", *", ", ");
    }
}
