// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import static org.mqecn.schema.JsonSchema.orderedMap;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.schema.JsonSchema;

/** JSON schemas (draft 2020-12) of result files, from the records that write and read them. */
public final class ResultSchema {
    private static final String DESCRIPTION = "description";
    private static final String TYPE = "type";

    private ResultSchema() {}

    /** Schema of {@code runs/NAME.json}. */
    public static Map<String, Object> ofRunFile() {
        return of(RunFile.class, "run file of mqecn");
    }

    /** Schema of {@code summary.json}. */
    public static Map<String, Object> ofSummary() {
        return of(ExperimentSummary.class, "summary of an experiment of mqecn");
    }

    private static Map<String, Object> of(Class<?> type, String title) {
        Map<String, Object> schema = orderedMap("$schema", JsonSchema.DRAFT, "title", title);
        schema.putAll(schema(type));
        return schema;
    }

    private static Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class
                    ? orderedMap(TYPE, "object", "additionalProperties", schema(generic.getActualTypeArguments()[1]))
                    : orderedMap(TYPE, "array", "items", schema(generic.getActualTypeArguments()[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isArray()) {
            return orderedMap(TYPE, "array", "items", schema(plain.getComponentType()));
        }
        if (plain.isRecord()) {
            return isRow(plain) ? row(plain) : object(plain);
        }
        if (plain.isEnum()) {
            return orderedMap("enum", constants(plain));
        }
        return simpleType(plain).isEmpty() ? orderedMap() : orderedMap(TYPE, simpleType(plain));
    }

    private static String simpleType(Class<?> type) {
        if (type == String.class) {
            return "string";
        }
        if (type == boolean.class) {
            return "boolean";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        return type == Object.class ? "" : "integer";
    }

    private static Map<String, Object> object(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(RecordFields.name(component), property(component));
            if (!isOptional(component)) {
                required.add(RecordFields.name(component));
            }
        }
        return orderedMap(
                TYPE, "object", "properties", properties, "required", required, "additionalProperties", false);
    }

    private static Map<String, Object> property(RecordComponent component) {
        Map<String, Object> property = orderedMap(DESCRIPTION, description(component));
        property.putAll(schema(component.getGenericType()));
        if (component.getName().equals("format")) {
            property.put("const", ResultFiles.FORMAT);
        }
        if (isNullable(component)) {
            property.put(TYPE, List.of(property.get(TYPE), "null"));
        }
        return property;
    }

    /** A row of a table: values by position. */
    private static Map<String, Object> row(Class<?> type) {
        List<Map<String, Object>> values = Arrays.stream(type.getRecordComponents())
                .map(ResultSchema::property)
                .toList();
        return orderedMap(TYPE, "array", "prefixItems", values, "items", false, "minItems", values.size());
    }

    /** A boxed number that is written even if it is missing. */
    static boolean isNullable(RecordComponent component) {
        return !isOptional(component) && Number.class.isAssignableFrom(component.getType());
    }

    static boolean isRow(Class<?> type) {
        JsonFormat format = type.getAnnotation(JsonFormat.class);
        return format != null && format.shape() == JsonFormat.Shape.ARRAY;
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonInclude.class);
    }

    static String description(RecordComponent component) {
        return component
                .getAccessor()
                .getAnnotation(JsonPropertyDescription.class)
                .value();
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(ResultFiles::toJsonName)
                .toList();
    }
}
