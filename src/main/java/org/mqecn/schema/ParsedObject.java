// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A parsed mapping: values by their keys, each with its location. Immutable. */
public final class ParsedObject {
    private final SourceLocation location;
    private final Map<Key<?>, Located<?>> values;

    ParsedObject(SourceLocation location, Map<Key<?>, Located<?>> values) {
        this.location = location;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A mapping without keys. */
    public static ParsedObject empty(SourceLocation location) {
        return new ParsedObject(location, Map.of());
    }

    public SourceLocation location() {
        return location;
    }

    public boolean has(Key<?> key) {
        return values.containsKey(key);
    }

    /** The keys that are present. */
    public Set<Key<?>> keys() {
        return values.keySet();
    }

    public <T> Optional<T> get(Key<T> key) {
        return located(key).map(Located::value);
    }

    /** Returns the value with this name in a mapping whose keys the author of the file chooses. */
    public <T> Optional<T> entry(Key<Map<Located<String>, T>> key, String name) {
        return get(key).stream()
                .flatMap(entries -> entries.entrySet().stream())
                .filter(entry -> entry.getKey().value().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The value of a required key. */
    public <T> T require(Key<T> key) {
        return get(key).orElseThrow(() -> new IllegalStateException(key + " is missing"));
    }

    /** A value with its location. The cast is safe: only the type of a key stores values under it. */
    @SuppressWarnings("unchecked")
    public <T> Optional<Located<T>> located(Key<T> key) {
        return Optional.ofNullable((Located<T>) values.get(key));
    }

    /** Location of a value, or of the mapping if the value is absent. */
    public SourceLocation locationOf(Key<?> key) {
        return has(key) ? values.get(key).location() : location;
    }

    /** The same with one more value, at the location of the mapping. */
    public <T> ParsedObject with(Key<T> key, T value) {
        Map<Key<?>, Located<?>> more = new LinkedHashMap<>(values);
        more.put(key, new Located<>(value, location));
        return new ParsedObject(location, more);
    }

    /** The values of this mapping and, for absent keys, those of another one. */
    public ParsedObject withDefaults(ParsedObject other) {
        Map<Key<?>, Located<?>> both = new LinkedHashMap<>(other.values);
        both.putAll(values);
        return new ParsedObject(location, both);
    }
}
