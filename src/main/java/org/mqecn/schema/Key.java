// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

/**
 * One key of a form. It is the key to the value that was read, too: see {@link ParsedObject#get}.
 *
 * @param <T> what its value becomes
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
     * A key that may be left out.
     *
     * @param example a value in YAML
     */
    public static <T> Key<T> of(String name, ValueType<T> valueType, String description, String example) {
        return new Key<>(name, valueType, false, description, example);
    }

    /** A key that has to be there. */
    public static <T> Key<T> required(String name, ValueType<T> valueType, String description, String example) {
        return new Key<>(name, valueType, true, description, example);
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

    /** A value as it may stand in a file. */
    public String example() {
        return example;
    }

    /** A line as it may stand in a file: {@code rate: 995mbit}. */
    public String exampleLine() {
        return name + ": " + example;
    }

    @Override
    public String toString() {
        return name;
    }
}
