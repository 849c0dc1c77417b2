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
import org.mqecn.value.Bytes;
import org.mqecn.value.Quantity;

/** An option of a qdisc, and its arguments on tc's command line. */
record TcOption<T>(Key<T> key, BiFunction<String, T, List<String>> formatter) {
    /** An option with a value: {@code limit 1000}. */
    static <T> TcOption<T> of(String name, ValueType<T> valueType, String description, String example) {
        return new TcOption<>(
                Key.of(name, valueType, description, example), (keyword, value) -> List.of(keyword, value.toString()));
    }

    /** A number in a range that the kernel does not narrow: {@code limit 1000}. */
    static TcOption<Long> number(String name, long least, long most, String description, String example) {
        return of(name, TcValues.number(least, most), description, example);
    }

    /** A size in a range that the kernel does not narrow: {@code quantum 1514}. */
    static TcOption<Bytes> bytes(String name, long least, long most, String description, String example) {
        return of(name, TcValues.bytes(least, most), description, example);
    }

    static TcOption<Duration> time(String name, ValueType<Duration> valueType, String description, String example) {
        return new TcOption<>(
                Key.of(name, valueType, description, example),
                (keyword, value) -> List.of(keyword, Quantity.TIME.format(value.toNanos())));
    }

    /** A setting of one of the project's qdiscs. */
    static TcOption<Assignment> of(Setting setting) {
        return new TcOption<>(
                Key.of(
                        setting.key(),
                        QdiscSchema.valueOf(setting, text -> Assignment.parse(setting, text)),
                        setting.description(),
                        setting.example()),
                (keyword, value) -> List.of(keyword, value.argument()));
    }

    /** A required option with a value. */
    static <T> TcOption<T> required(String name, ValueType<T> valueType, String description, String example) {
        return new TcOption<>(
                Key.required(name, valueType, description, example),
                (keyword, value) -> List.of(keyword, value.toString()));
    }

    /** A flag: {@code harddrop}. */
    static TcOption<Boolean> flag(String name, String description) {
        return new TcOption<>(
                Key.of(name, ValueTypes.BOOLEAN, description, "true"),
                (keyword, value) -> value ? List.of(keyword) : List.of());
    }

    /** A flag with an opposite: {@code ecn} and {@code noecn}. */
    static TcOption<Boolean> negatable(String name, String description) {
        return new TcOption<>(
                Key.of(name, ValueTypes.BOOLEAN, description, "true"),
                (keyword, value) -> List.of(value ? keyword : "no" + keyword));
    }

    /** An option with several values: {@code quanta 1500 3000}. */
    static <T> TcOption<List<T>> list(String name, ValueType<T> valueType, String description, String example) {
        return new TcOption<>(
                Key.of(name, ValueTypes.list(valueType, 1, 16), description, example), (keyword, values) -> {
                    List<String> arguments = new ArrayList<>(List.of(keyword));
                    values.forEach(value -> arguments.add(value.toString()));
                    return arguments;
                });
    }

    /** Returns the arguments for tc; none if the option is not set. */
    List<String> arguments(ParsedObject parsed) {
        return parsed.get(key).map(value -> formatter.apply(key.name(), value)).orElse(List.of());
    }
}
