// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A value of a JSON document that its schema does not permit.
 *
 * @param pointer where it is
 * @param missing whether a field is missing, rather than a value wrong
 */
record SchemaViolation(JsonPointer pointer, boolean missing, String failure) {
    /** Compares a document with a schema made by {@link ResultSchema}. */
    static List<SchemaViolation> of(Map<String, Object> schema, JsonNode document) {
        Checker checker = new Checker();
        checker.check(schema, document, JsonPointer.empty());
        return checker.violations;
    }

    /** {@code metrics.rtt_avg_us}, or empty for the document itself. */
    String path() {
        return pointer.toString().replaceFirst("^/", "").replace('/', '.');
    }

    /** Knows the keywords that {@link ResultSchema} writes. */
    private static final class Checker {
        private final List<SchemaViolation> violations = new ArrayList<>();

        private void check(Map<?, ?> schema, JsonNode value, JsonPointer pointer) {
            if (schema.get("enum") instanceof List<?> words && !words.contains(value.asText())) {
                add(pointer, "'" + shortened(value) + "' is not one of " + words);
            } else if (schema.containsKey("type") && !hasType(schema.get("type"), value)) {
                add(
                        pointer,
                        value.isNull()
                                ? "no value"
                                : "'" + shortened(value) + "' is not of type " + schema.get("type"));
            } else if (schema.get("const") instanceof Integer number && value.asInt() != number) {
                add(pointer, "'" + shortened(value) + "' is not " + number);
            } else if (value.isObject()) {
                checkObject(schema, value, pointer);
            } else if (value.isArray()) {
                checkArray(schema, value, pointer);
            }
        }

        private void checkObject(Map<?, ?> schema, JsonNode object, JsonPointer pointer) {
            Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
            if (schema.get("required") instanceof List<?> required) {
                required.stream()
                        .filter(name -> !object.has((String) name))
                        .forEach(name -> violations.add(
                                new SchemaViolation(pointer, true, "the field '" + name + "' is missing")));
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                JsonPointer inner = pointer.appendProperty(field.getKey());
                Object any = schema.get("additionalProperties");
                if (properties.get(field.getKey()) instanceof Map<?, ?> own) {
                    check(own, field.getValue(), inner);
                } else if (any instanceof Map<?, ?> map) {
                    check(map, field.getValue(), inner);
                } else if (Boolean.FALSE.equals(any)) {
                    add(inner, "unknown field");
                }
            }
        }

        private void checkArray(Map<?, ?> schema, JsonNode array, JsonPointer pointer) {
            List<?> prefix = schema.get("prefixItems") instanceof List<?> items ? items : List.of();
            if (!prefix.isEmpty() && array.size() != prefix.size()) {
                add(pointer, array.size() + " values, not " + prefix.size());
                return;
            }
            for (int i = 0; i < array.size(); i++) {
                Object item = prefix.isEmpty() ? schema.get("items") : prefix.get(i);
                if (item instanceof Map<?, ?> map) {
                    check(map, array.get(i), pointer.appendIndex(i));
                }
            }
        }

        private static boolean hasType(Object type, JsonNode value) {
            if (type instanceof List<?> types) {
                return types.stream().anyMatch(each -> hasType(each, value));
            }
            return switch ((String) type) {
                case "object" -> value.isObject();
                case "array" -> value.isArray();
                case "string" -> value.isTextual();
                case "boolean" -> value.isBoolean();
                case "number" -> value.isNumber();
                case "integer" -> value.isIntegralNumber() && value.canConvertToLong();
                default -> value.isNull();
            };
        }

        private static String shortened(JsonNode value) {
            String text = value.isTextual() ? value.asText() : value.toString();
            return text.length() <= 40 ? text : text.substring(0, 40) + "…";
        }

        private void add(JsonPointer pointer, String failure) {
            violations.add(new SchemaViolation(pointer, false, failure));
        }
    }
}
