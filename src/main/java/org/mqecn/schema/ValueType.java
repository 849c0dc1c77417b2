// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.Map;
import java.util.Optional;

/** What a value may be: how it is read, and how a JSON schema describes it. */
public interface ValueType<T> {
    /** What is wanted, for a message: {@code a rate, for example 995mbit}. */
    String expected();

    /**
     * Reads a value.
     *
     * @param name what it belongs to, for messages
     * @return nothing where it cannot be read, which the problems tell then
     */
    Optional<T> read(String name, YamlNode yamlNode, Problems problems);

    /** Its JSON schema; what it is made of goes to the definitions. */
    Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions);

    /** The same with its place. */
    default ValueType<Located<T>> located() {
        return new ValueTypes.LocatedType<>(this);
    }
}
