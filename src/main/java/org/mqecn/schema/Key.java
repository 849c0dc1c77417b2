// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * A key of an object. It also gives access to the parsed value: see {@link ParsedObject#get}.
 *
 * @param <T> type of the parsed value
 */
public final class Key<T> {
    private final String name;
    private final ValueType<T> valueType;
    private final boolean required;
    private final String description;
    private final String example;

    private Key(String name, ValueType<T> valueType, boolean required, String description, String example) {
        this.name = name;
        this.valueType = valueType;
        this.required = required;
        this.description = description;
        this.example = example;
    }

    /**
     * An optional key.
     *
     * @param example a value in YAML
     */
    public static <T> Key<T> of(String name, ValueType<T> valueType, String description, String example) {
        return new Key<>(name, valueType, false, description, example);
    }

    /** A required key. */
    public static <T> Key<T> required(String name, ValueType<T> valueType, String description, String example) {
        return new Key<>(name, valueType, true, description, example);
    }

    /** The keys of two lists, in order. */
    public static List<Key<?>> concat(List<Key<?>> first, List<Key<?>> second) {
        List<Key<?>> keys = new ArrayList<>(first);
        keys.addAll(second);
        return keys;
    }

    public String name() {
        return name;
    }

    public ValueType<T> kind() {
        return valueType;
    }

    public boolean isRequired() {
        return required;
    }

    public String description() {
        return description;
    }

    /** An example of a value. */
    public String example() {
        return example;
    }

    /** An example with the key: {@code rate: 995mbit}. */
    public String exampleLine() {
        return name + ": " + example;
    }

    @Override
    public String toString() {
        return name;
    }
}
