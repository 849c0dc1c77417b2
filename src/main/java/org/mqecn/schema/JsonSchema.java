// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** JSON schemas, draft 2020-12, as maps, lists and scalars. */
public final class JsonSchema {
    /** Value of {@code $schema}. */
    public static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

    private JsonSchema() {}

    /** Definitions that are referred to by name. */
    public static final class SchemaDefinitions {
        private final Map<String, Map<String, Object>> byName = new TreeMap<>();

        /** A reference to a definition, which is created on first use. */
        public Map<String, Object> reference(String name, Supplier<Map<String, Object>> description) {
            if (!byName.containsKey(name)) {
                byName.put(name, Map.of());
                byName.put(name, description.get());
            }
            return Map.of("$ref", "#/$defs/" + name);
        }
    }

    /** The schema of a whole document. */
    public static Map<String, Object> of(ObjectSchema objectSchema) {
        SchemaDefinitions schemaDefinitions = new SchemaDefinitions();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DRAFT);
        schema.put("title", objectSchema.title());
        schema.putAll(objectSchema.properties(schemaDefinitions));
        schema.put("$defs", schemaDefinitions.byName);
        return schema;
    }

    /** The schema of a document that fits one of two schemas. */
    public static Map<String, Object> ofEither(ObjectSchema one, ObjectSchema other) {
        SchemaDefinitions schemaDefinitions = new SchemaDefinitions();
        return orderedMap(
                "$schema",
                DRAFT,
                "title",
                one.title(),
                "anyOf",
                List.of(one.schema(schemaDefinitions), other.schema(schemaDefinitions)),
                "$defs",
                schemaDefinitions.byName);
    }

    /** A map in the order of its entries. */
    public static Map<String, Object> orderedMap(Object... namesAndValues) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return entries;
    }
}
