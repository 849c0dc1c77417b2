// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The JSON schema of result files")
class ResultSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static Set<ValidationMessage> violations(Map<String, Object> schema, JsonNode document) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(JSON.<JsonNode>valueToTree(schema))
                .validate(document);
    }

    private JsonNode written(RunFile run) throws IOException {
        Path file = folder.resolve("run.json");
        ResultFiles.write(file, run);
        return JSON.readTree(file.toFile());
    }

    @Test
    @DisplayName("accepts a run file with all parts and one with none")
    void acceptsRunFiles() throws IOException {
        Map<String, Object> schema = ResultSchema.ofRunFile();
        assertEquals(Set.of(), violations(schema, written(ResultFilesTest.RUN)));
        assertEquals(Set.of(), violations(schema, written(new RunFile.Builder("small").build())));
    }

    @Test
    @DisplayName("accepts a summary")
    void acceptsSummary() throws IOException {
        assertEquals(
                Set.of(),
                violations(ResultSchema.ofSummary(), JSON.readTree(ResultFiles.toJson(ResultFilesTest.SUMMARY))));
    }

    @Test
    @DisplayName("rejects another format, an unknown field, a missing field and a short row")
    void rejects() throws IOException {
        assertRejected(run -> run.put("format", 1));
        assertRejected(run -> run.put("surprise", 1));
        assertRejected(run -> run.remove("metrics"));
        assertRejected(run -> run.withArray("/flows/rows").addArray().add(1));
        assertRejected(run -> run.put("valid", "yes"));
    }

    private interface Change {
        void apply(ObjectNode run);
    }

    private void assertRejected(Change change) throws IOException {
        ObjectNode run = (ObjectNode) written(ResultFilesTest.RUN);
        change.apply(run);
        assertFalse(violations(ResultSchema.ofRunFile(), run).isEmpty());
    }
}
