// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.List;

/** What stands in a file, before anybody asked what it means. */
public sealed interface YamlNode {
    SourceLocation location();

    /** What it is, for a message: {@code a list}. */
    String describe();

    /** One word, or nothing at all. */
    record Scalar(SourceLocation location, String text, ScalarType scalarType) implements YamlNode {
        /** What YAML takes it for. */
        public enum ScalarType {
            STRING,
            NUMBER,
            BOOLEAN,
            NULL
        }

        @Override
        public String describe() {
            return scalarType == ScalarType.NULL ? "empty" : "'" + text + "'";
        }
    }

    /** A list. */
    record Sequence(SourceLocation location, List<YamlNode> values) implements YamlNode {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Keys with a value each; no key stands there twice. */
    record Mapping(SourceLocation location, List<MappingEntry> entries) implements YamlNode {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** One line of a mapping. */
    record MappingEntry(Located<String> key, YamlNode yamlNode) {}
}
