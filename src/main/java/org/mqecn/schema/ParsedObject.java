// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A form that was filled in: values by their keys, each with its place. Immutable. */
public final class ParsedObject {
    private final SourceLocation location;
    private final Map<Key<?>, Located<?>> values;

    ParsedObject(SourceLocation location, Map<Key<?>, Located<?>> values) {
        this.location = location;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A form in which nothing is filled in. */
    public static ParsedObject empty(SourceLocation location) {
        return new ParsedObject(location, Map.of());
    }

    public SourceLocation location() {
        return location;
    }

    public boolean has(Key<?> key) {
        return values.containsKey(key);
    }

    /** The keys that are filled in. */
    public Set<Key<?>> keys() {
        return values.keySet();
    }

    public <T> Optional<T> get(Key<T> key) {
        return located(key).map(Located::value);
    }

    /** Returns the value with this name in a mapping of which the file's author chooses the keys. */
    public <T> Optional<T> entry(Key<Map<Located<String>, T>> key, String name) {
        return get(key).stream()
                .flatMap(entries -> entries.entrySet().stream())
                .filter(entry -> entry.getKey().value().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The value of a key that the form requires. */
    public <T> T require(Key<T> key) {
        return get(key).orElseThrow(() -> new IllegalStateException(key + " is not filled in"));
    }

    /** A value with its place. Only the kind of a key puts values under it. */
    @SuppressWarnings("unchecked")
    public <T> Optional<Located<T>> located(Key<T> key) {
        return Optional.ofNullable((Located<T>) values.get(key));
    }

    /** Where a value stands; where the form stands, if it is not there. */
    public SourceLocation locationOf(Key<?> key) {
        return has(key) ? values.get(key).location() : location;
    }

    /** The same with one more value, which stands where the form does. */
    public <T> ParsedObject with(Key<T> key, T value) {
        Map<Key<?>, Located<?>> more = new LinkedHashMap<>(values);
        more.put(key, new Located<>(value, location));
        return new ParsedObject(location, more);
    }

    /** What stands here and, where nothing stands here, what the other one has. */
    public ParsedObject withDefaults(ParsedObject other) {
        Map<Key<?>, Located<?>> both = new LinkedHashMap<>(other.values);
        both.putAll(values);
        return new ParsedObject(location, both);
    }
}
