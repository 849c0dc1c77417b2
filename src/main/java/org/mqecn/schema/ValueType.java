// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.Map;
import java.util.Optional;

/** A type of values: how they are read, and their JSON schema. */
public interface ValueType<T> {
    /** The expected value, for messages: {@code a rate, for example 995mbit}. */
    String expected();

    /**
     * Reads a value.
     *
     * @param name name of the key, for messages
     * @return empty if there are errors, which are added to the problems
     */
    Optional<T> read(String name, YamlNode yamlNode, Problems problems);

    /** The JSON schema; named parts go to the definitions. */
    Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions);

    /** The same type, with locations. */
    default ValueType<Located<T>> located() {
        return new ValueTypes.LocatedType<>(this);
    }
}
