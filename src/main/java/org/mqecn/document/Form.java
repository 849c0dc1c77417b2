// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.port.Suggestion;

/** A mapping with known keys. */
public final class Form implements Kind<Filled> {
    private final String title;
    private final boolean choice;
    private final List<Key<?>> keys;

    private Form(String title, boolean choice, List<Key<?>> keys) {
        this.title = title;
        this.choice = choice;
        this.keys = List.copyOf(keys);
    }

    /**
     * A form.
     *
     * @param title what it describes: {@code host}
     */
    public static Form of(String title, List<Key<?>> keys) {
        return new Form(title, false, keys);
    }

    /** A form of which exactly one key is filled in; that key alone, as a word, says the same. */
    public static Form choice(String title, List<Key<?>> keys) {
        return new Form(title, true, keys);
    }

    String title() {
        return title;
    }

    public List<Key<?>> keys() {
        return keys;
    }

    @Override
    public String noun() {
        return "a mapping, for example {" + keys.get(0).exampleLine() + "}";
    }

    @Override
    public Optional<Filled> read(String name, Value value, Problems problems) {
        Optional<Mapping> mapping = mapping(value);
        if (mapping.isEmpty()) {
            Kinds.refuse(this, name, value, problems);
            return Optional.empty();
        }
        Map<Key<?>, Located<?>> values = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (Entry entry : mapping.get().entries()) {
            seen.add(entry.key().value());
            key(entry, problems).ifPresent(key -> key.kind().read(key.name(), entry.value(), problems)
                    .ifPresent(read -> values.put(key, new Located<>(read, entry.value().place()))));
        }
        requireKeys(mapping.get(), name, seen, problems);
        return Optional.of(new Filled(value.place(), values));
    }

    /** Nothing at all stands for a mapping without keys, {@code h1:}, and a word for the key of a choice. */
    private Optional<Mapping> mapping(Value value) {
        if (choice && value instanceof Scalar word && word.type() == Scalar.Type.TEXT) {
            return Optional.of(new Mapping(value.place(), List.of(new Entry(new Located<>(word.text(), value.place()),
                    new Scalar(value.place(), "", Scalar.Type.NOTHING)))));
        }
        if (value instanceof Scalar scalar && scalar.type() == Scalar.Type.NOTHING) {
            return Optional.of(new Mapping(value.place(), List.of()));
        }
        return value instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    /** Reads a choice that is said by one word. */
    public Optional<Filled> word(Located<String> word, Problems problems) {
        return read(word.value(), new Scalar(word.place(), word.value(), Scalar.Type.TEXT), problems);
    }

    private Optional<Key<?>> key(Entry entry, Problems problems) {
        Optional<Key<?>> found = keys.stream().filter(key -> key.name().equals(entry.key().value())).findFirst();
        if (found.isEmpty()) {
            problems.error(entry.key().place(), "unknown key '" + entry.key().value() + "' of a " + title,
                    Suggestion.among(entry.key().value(), keys.stream().map(Key::name).toList()));
        }
        return found;
    }

    private void requireKeys(Mapping mapping, String name, List<String> seen, Problems problems) {
        keys.stream().filter(key -> key.isRequired() && !seen.contains(key.name())).forEach(key ->
                problems.error(mapping.place(), "this " + title + " has no '" + key.name() + "', " + key.description(),
                        "write for example " + key.exampleLine()));
        if (choice && seen.size() != 1) {
            String known = String.join(", ", keys.stream().map(Key::name).toList());
            problems.error(mapping.place(), name + (seen.isEmpty() ? " says nothing"
                    : " says more than one thing: " + String.join(", ", seen)), "write one of: " + known);
        }
    }

    @Override
    public Map<String, Object> schema(Schema.Definitions definitions) {
        return definitions.refer(title.replace(' ', '-'), () -> !choice ? properties(definitions)
                : Schema.entries("anyOf", List.of(Map.of("enum", keys.stream().map(Key::name).toList()),
                        properties(definitions))));
    }

    /** Its description, written out. */
    Map<String, Object> properties(Schema.Definitions definitions) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key<?> key : keys) {
            Map<String, Object> property = Schema.entries("description", key.description(),
                    "examples", List.of(Plain.of(key.example())));
            property.putAll(key.kind().schema(definitions));
            properties.put(key.name(), property);
        }
        List<String> required = keys.stream().filter(Key::isRequired).map(Key::name).toList();
        Map<String, Object> schema = Schema.entries("type",
                required.isEmpty() && !choice ? List.of("object", "null") : "object",
                "properties", properties, "additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (choice) {
            schema.put("minProperties", 1);
            schema.put("maxProperties", 1);
        }
        return schema;
    }
}
