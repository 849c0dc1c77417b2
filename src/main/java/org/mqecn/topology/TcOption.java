// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.mqecn.port.Assignment;
import org.mqecn.port.Setting;
import org.mqecn.schema.Key;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.value.Quantity;

/** One word of a qdisc, and how tc writes it with its value. */
record TcOption<T>(Key<T> key, BiFunction<String, T, List<String>> formatter) {
    /** A word with a value behind it. */
    static <T> TcOption<T> of(String name, ValueType<T> valueType, String description, String example) {
        return new TcOption<>(
                Key.of(name, valueType, description, example), (word, value) -> List.of(word, value.toString()));
    }

    /** A setting of a qdisc of ours. */
    static TcOption<Assignment> of(Setting setting) {
        return new TcOption<>(
                Key.of(
                        setting.key(),
                        ValueTypes.parsedQuantity(setting.quantity(), text -> Assignment.parse(setting, text)),
                        setting.description(),
                        setting.example()),
                (word, value) -> List.of(word, value.argument()));
    }

    /** The same, which has to be there. */
    static <T> TcOption<T> required(String name, ValueType<T> valueType, String description, String example) {
        return new TcOption<>(
                Key.required(name, valueType, description, example), (word, value) -> List.of(word, value.toString()));
    }

    static TcOption<Duration> time(String name, String description, String example) {
        return new TcOption<>(
                Key.of(name, ValueTypes.DURATION, description, example),
                (word, value) -> List.of(word, Quantity.TIME.format(value.toNanos())));
    }

    /** A word that stands there or not. */
    static TcOption<Boolean> flag(String name, String description) {
        return new TcOption<>(
                Key.of(name, ValueTypes.BOOLEAN, description, "true"),
                (word, value) -> value ? List.of(word) : List.of());
    }

    /** A word with an opposite: {@code ecn} and {@code noecn}. */
    static TcOption<Boolean> negatable(String name, String description) {
        return new TcOption<>(
                Key.of(name, ValueTypes.BOOLEAN, description, "true"),
                (word, value) -> List.of(value ? word : "no" + word));
    }

    /** A word with several values behind it. */
    static <T> TcOption<List<T>> list(String name, ValueType<T> valueType, String description, String example) {
        return new TcOption<>(Key.of(name, ValueTypes.list(valueType, 1, 16), description, example), (word, values) -> {
            List<String> words = new ArrayList<>(List.of(word));
            values.forEach(value -> words.add(value.toString()));
            return words;
        });
    }

    /** What tc reads; nothing where it is not given. */
    List<String> arguments(ParsedObject parsed) {
        return parsed.get(key).map(value -> formatter.apply(key.name(), value)).orElse(List.of());
    }
}
