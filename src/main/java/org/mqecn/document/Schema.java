// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** JSON schemas, draft 2020-12, as plain maps, lists and words. */
public final class Schema {
    private Schema() {}

    /** What is described once and referred to by its name. */
    public static final class Definitions {
        private final Map<String, Map<String, Object>> byName = new TreeMap<>();

        /** A reference to a description, which is made when it is first referred to. */
        public Map<String, Object> refer(String name, Supplier<Map<String, Object>> description) {
            if (!byName.containsKey(name)) {
                byName.put(name, Map.of());
                byName.put(name, description.get());
            }
            return Map.of("$ref", "#/$defs/" + name);
        }
    }

    /** The schema of a whole document. */
    public static Map<String, Object> of(Form form) {
        Definitions definitions = new Definitions();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", form.title());
        schema.putAll(form.properties(definitions));
        schema.put("$defs", definitions.byName);
        return schema;
    }

    /** A description, in the order in which it is written. */
    static Map<String, Object> entries(Object... namesAndValues) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return entries;
    }
}
