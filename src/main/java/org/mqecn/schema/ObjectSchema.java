// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.value.Suggestion;

/** A mapping with known keys. */
public final class ObjectSchema implements ValueType<ParsedObject> {
    private final String title;
    private final boolean oneOf;
    private final List<Key<?>> keys;

    private ObjectSchema(String title, boolean choice, List<Key<?>> keys) {
        this.title = title;
        this.oneOf = choice;
        this.keys = List.copyOf(keys);
    }

    /**
     * A schema.
     *
     * @param title title of the object: {@code host}
     */
    public static ObjectSchema of(String title, List<Key<?>> keys) {
        return new ObjectSchema(title, false, keys);
    }

    /** A schema of objects with exactly one of the keys; a string with the key alone is short for it. */
    public static ObjectSchema oneOf(String title, List<Key<?>> keys) {
        return new ObjectSchema(title, true, keys);
    }

    /**
     * The schema of an object that extends another one: with a key that names it, and with incomplete values, because only
     * the two together are an object of this schema.
     */
    public ObjectSchema extension(Key<String> extended) {
        return new ObjectSchema(
                title + " that extends another",
                false,
                Stream.<Key<?>>concat(
                                Stream.of(extended),
                                keys.stream()
                                        .map(key ->
                                                Key.of(key.name(), ValueTypes.ANY, key.description(), key.example())))
                        .toList());
    }

    String title() {
        return title;
    }

    public List<Key<?>> keys() {
        return keys;
    }

    @Override
    public String expected() {
        return "a mapping, for example {" + keys.get(0).exampleLine() + "}";
    }

    @Override
    public Optional<ParsedObject> read(String name, YamlNode yamlNode, Problems problems) {
        return readPart(name, yamlNode, problems).filter(this::isUsable);
    }

    /** Reads the values that have no errors, even if required ones are missing. */
    public Optional<ParsedObject> readPart(String name, YamlNode yamlNode, Problems problems) {
        Optional<Mapping> mapping = mapping(yamlNode);
        if (mapping.isEmpty()) {
            ValueTypes.reportTypeMismatch(this, name, yamlNode, problems);
            return Optional.empty();
        }
        Map<Key<?>, Located<?>> values = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (MappingEntry mappingEntry : mapping.get().entries()) {
            seen.add(mappingEntry.key().value());
            findKey(mappingEntry, problems).ifPresent(key -> key.kind()
                    .read(key.name(), mappingEntry.yamlNode(), problems)
                    .ifPresent(read -> values.put(
                            key, new Located<>(read, mappingEntry.yamlNode().location()))));
        }
        checkRequiredKeys(mapping.get(), name, seen, problems);
        return Optional.of(new ParsedObject(yamlNode.location(), values));
    }

    /** Whether the required values are there. The rest of a file is checked without an object that lacks them. */
    private boolean isUsable(ParsedObject read) {
        return oneOf
                ? read.keys().size() == 1
                : keys.stream().filter(Key::isRequired).allMatch(read::has);
    }

    /** Null is short for a mapping without keys, {@code h1:}, and a string for the key of a choice. */
    private Optional<Mapping> mapping(YamlNode yamlNode) {
        if (oneOf && yamlNode instanceof Scalar word && word.scalarType() == Scalar.ScalarType.STRING) {
            return Optional.of(new Mapping(
                    yamlNode.location(),
                    List.of(new MappingEntry(
                            new Located<>(word.text(), yamlNode.location()),
                            new Scalar(yamlNode.location(), "", Scalar.ScalarType.NULL)))));
        }
        if (yamlNode instanceof Scalar scalar && scalar.scalarType() == Scalar.ScalarType.NULL) {
            return Optional.of(new Mapping(yamlNode.location(), List.of()));
        }
        return yamlNode instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    /** Reads a choice that is given as a string. */
    public Optional<ParsedObject> readWord(Located<String> word, Problems problems) {
        return read(word.value(), new Scalar(word.location(), word.value(), Scalar.ScalarType.STRING), problems);
    }

    private Optional<Key<?>> findKey(MappingEntry mappingEntry, Problems problems) {
        Optional<Key<?>> found = keys.stream()
                .filter(key -> key.name().equals(mappingEntry.key().value()))
                .findFirst();
        if (found.isEmpty()) {
            problems.error(
                    mappingEntry.key().location(),
                    "unknown key '" + mappingEntry.key().value() + "' of a " + title,
                    Suggestion.of(
                            mappingEntry.key().value(),
                            keys.stream().map(Key::name).toList()));
        }
        return found;
    }

    private void checkRequiredKeys(Mapping mapping, String name, List<String> seen, Problems problems) {
        keys.stream()
                .filter(key -> key.isRequired() && !seen.contains(key.name()))
                .forEach(key -> problems.error(
                        mapping.location(),
                        "this " + title + " has no '" + key.name() + "', " + key.description(),
                        "write for example " + key.exampleLine()));
        if (oneOf && seen.size() != 1) {
            String known = String.join(", ", keys.stream().map(Key::name).toList());
            problems.error(
                    mapping.location(),
                    name + (seen.isEmpty() ? " has no key" : " has more than one key: " + String.join(", ", seen)),
                    "write one of: " + known);
        }
    }

    @Override
    public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
        return schemaDefinitions.reference(
                title.replace(' ', '-'),
                () -> !oneOf
                        ? properties(schemaDefinitions)
                        : JsonSchema.orderedMap(
                                "anyOf",
                                List.of(
                                        Map.of(
                                                "enum",
                                                keys.stream().map(Key::name).toList()),
                                        properties(schemaDefinitions))));
    }

    /** The schema itself, rather than a reference. */
    Map<String, Object> properties(JsonSchema.SchemaDefinitions schemaDefinitions) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            Map<String, Object> property = JsonSchema.orderedMap(
                    "description", key.description(), "examples", List.of(JsonValues.of(key.example())));
            property.putAll(key.kind().schema(schemaDefinitions));
            properties.put(key.name(), property);
        }
        List<String> required =
                keys.stream().filter(Key::isRequired).map(Key::name).toList();
        Map<String, Object> schema = JsonSchema.orderedMap(
                "type",
                required.isEmpty() && !oneOf ? List.of("object", "null") : "object",
                "properties",
                properties,
                "additionalProperties",
                false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (oneOf) {
            schema.put("minProperties", 1);
            schema.put("maxProperties", 1);
        }
        return schema;
    }
}
