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
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.rank.RuleFile;
import org.mqecn.topology.TestbedFile;

/** The manual pages of files that people write are made from their JSON schemas, and the prose of {@code man/*.5.in}. */
final class FileManualTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Set<String> told = new LinkedHashSet<>();
    private final StringBuilder page = new StringBuilder();
    private JsonNode schema;

    @Test
    void theManualOfTestbedsIsThatOfTheSchema() throws IOException {
        assertManual("mqecn-testbed.5", "testbed", TestbedFile.schema());
    }

    @Test
    void theManualOfScenariosIsThatOfTheSchema() throws IOException {
        MAPPER.valueToTree(TestbedFile.schema()).get("$defs").fieldNames().forEachRemaining(told::add);
        told.addAll(List.of("testbed", "refined-testbed"));
        assertManual("mqecn-scenario.5", "scenario", ScenarioFile.schema());
    }

    @Test
    void theManualOfRulesIsThatOfTheSchema() throws IOException {
        assertManual("mqecn-rank.5", "file of rules", RuleFile.schema());
    }

    private void assertManual(String name, String title, Map<String, Object> described) throws IOException {
        schema = MAPPER.valueToTree(described);
        tell(title, schema);
        Golden.assertEquals(Path.of("man", name), Files.readString(Path.of("man", name + ".in"))
                .replace("@GENERATED@", "Made from the JSON schema and " + name + ".in: change those.")
                .replace("@KEYS@\n", page));
    }

    /** The keys of one mapping, and then of those that it leads to. */
    private void tell(String title, JsonNode form) {
        page.append(".SS ").append(ManualTest.escaped(title.replace('-', ' '))).append('\n');
        form.get("properties").properties().forEach(property -> {
            JsonNode key = property.getValue();
            page.append(".TP\n\\fB").append(ManualTest.escaped(property.getKey())).append("\\fR: \\fI")
                    .append(ManualTest.escaped(flow(key.get("examples").get(0)))).append("\\fR\n")
                    .append(ManualTest.escaped(key.get("description").asText())).append('\n');
        });
        form.get("properties").forEach(this::follow);
    }

    private void follow(JsonNode node) {
        node.findValuesAsText("$ref").forEach(reference -> {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            if (told.add(name)) {
                JsonNode form = schema.get("$defs").get(name);
                tell(name, form.has("anyOf") ? form.get("anyOf").get(1) : form);
            }
        });
    }

    /** As a person would write it in YAML. */
    private static String flow(JsonNode value) {
        return value.toString().replace("\":", "\": ").replace("\"", "").replaceAll(", *", ", ");
    }
}
