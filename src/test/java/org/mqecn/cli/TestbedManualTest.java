// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mqecn.topology.TestbedFile;

/** The manual page of testbeds' files is made from their JSON schema, and the prose of {@code man/*.5.in}. */
final class TestbedManualTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode schema = MAPPER.valueToTree(TestbedFile.schema());
    private final Set<String> told = new LinkedHashSet<>();
    private final StringBuilder page = new StringBuilder();

    @Test
    void theManualIsThatOfTheSchema() throws IOException {
        tell("testbed", schema);
        Golden.assertEquals(Path.of("man/mqecn-testbed.5"), Files.readString(Path.of("man/mqecn-testbed.5.in"))
                .replace("@GENERATED@", "Made from the JSON schema and mqecn-testbed.5.in: change those.")
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
        return value.toString().replace("\"", "").replace(",", ", ").replaceAll(":(?=\\S)", ": ");
    }
}
