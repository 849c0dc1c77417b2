// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.List;

/** A value of a YAML file, before its type is known. */
public sealed interface YamlNode {
    SourceLocation location();

    /** A description for messages: {@code a list}. */
    String describe();

    /** A scalar or null. */
    record Scalar(SourceLocation location, String text, ScalarType scalarType) implements YamlNode {
        /** Type of the scalar in YAML. */
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

    /** A mapping; keys are unique. */
    record Mapping(SourceLocation location, List<MappingEntry> entries) implements YamlNode {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** An entry of a mapping. */
    record MappingEntry(Located<String> key, YamlNode yamlNode) {}
}
