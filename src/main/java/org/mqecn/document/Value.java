// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import java.util.List;

/** What stands in a file, before anybody asked what it means. */
public sealed interface Value {
    Place place();

    /** What it is, for a message: {@code a list}. */
    String noun();

    /** One word, or nothing at all. */
    record Scalar(Place place, String text, Type type) implements Value {
        /** What YAML takes it for. */
        public enum Type { TEXT, NUMBER, FLAG, NOTHING }

        @Override
        public String noun() {
            return type == Type.NOTHING ? "empty" : "'" + text + "'";
        }
    }

    /** A list. */
    record Items(Place place, List<Value> values) implements Value {
        @Override
        public String noun() {
            return "a list";
        }
    }

    /** Keys with a value each; no key stands there twice. */
    record Mapping(Place place, List<Entry> entries) implements Value {
        @Override
        public String noun() {
            return "a mapping";
        }
    }

    /** One line of a mapping. */
    record Entry(Located<String> key, Value value) {}
}
