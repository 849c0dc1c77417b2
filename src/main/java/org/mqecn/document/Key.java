// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

/**
 * One key of a form. It is the key to the value that was read, too: see {@link Filled#get}.
 *
 * @param <T> what its value becomes
 */
public final class Key<T> {
    private final String name;
    private final Kind<T> kind;
    private final boolean required;
    private final String description;
    private final String example;

    private Key(String name, Kind<T> kind, boolean required, String description, String example) {
        this.name = name;
        this.kind = kind;
        this.required = required;
        this.description = description;
        this.example = example;
    }

    /**
     * A key that may be left out.
     *
     * @param example a value in YAML
     */
    public static <T> Key<T> of(String name, Kind<T> kind, String description, String example) {
        return new Key<>(name, kind, false, description, example);
    }

    /** A key that has to be there. */
    public static <T> Key<T> required(String name, Kind<T> kind, String description, String example) {
        return new Key<>(name, kind, true, description, example);
    }

    public String name() {
        return name;
    }

    public Kind<T> kind() {
        return kind;
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
