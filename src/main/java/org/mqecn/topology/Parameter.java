// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.mqecn.document.Filled;
import org.mqecn.document.Key;
import org.mqecn.document.Kind;
import org.mqecn.document.Kinds;
import org.mqecn.port.Assignment;
import org.mqecn.port.Quantity;
import org.mqecn.port.Setting;

/** One word of a qdisc, and how tc writes it with its value. */
record Parameter<T>(Key<T> key, BiFunction<String, T, List<String>> writer) {
    /** A word with a value behind it. */
    static <T> Parameter<T> of(String name, Kind<T> kind, String description, String example) {
        return new Parameter<>(Key.of(name, kind, description, example),
                (word, value) -> List.of(word, value.toString()));
    }

    /** A setting of a qdisc of ours. */
    static Parameter<Assignment> of(Setting setting) {
        return new Parameter<>(Key.of(setting.key(),
                Kinds.measured(setting.quantity(), text -> Assignment.parse(setting, text)), setting.description(),
                setting.example()), (word, value) -> List.of(word, value.word()));
    }

    /** The same, which has to be there. */
    static <T> Parameter<T> required(String name, Kind<T> kind, String description, String example) {
        return new Parameter<>(Key.required(name, kind, description, example),
                (word, value) -> List.of(word, value.toString()));
    }

    static Parameter<Duration> time(String name, String description, String example) {
        return new Parameter<>(Key.of(name, Kinds.TIME, description, example),
                (word, value) -> List.of(word, Quantity.TIME.print(value.toNanos())));
    }

    /** A word that stands there or not. */
    static Parameter<Boolean> flag(String name, String description) {
        return new Parameter<>(Key.of(name, Kinds.FLAG, description, "true"),
                (word, value) -> value ? List.of(word) : List.of());
    }

    /** A word with an opposite: {@code ecn} and {@code noecn}. */
    static Parameter<Boolean> either(String name, String description) {
        return new Parameter<>(Key.of(name, Kinds.FLAG, description, "true"),
                (word, value) -> List.of(value ? word : "no" + word));
    }

    /** A word with several values behind it. */
    static <T> Parameter<List<T>> list(String name, Kind<T> kind, String description, String example) {
        return new Parameter<>(Key.of(name, Kinds.list(kind, 1, 16), description, example), (word, values) -> {
            List<String> words = new ArrayList<>(List.of(word));
            values.forEach(value -> words.add(value.toString()));
            return words;
        });
    }

    /** What tc reads; nothing where it is not given. */
    List<String> words(Filled filled) {
        return filled.get(key).map(value -> writer.apply(key.name(), value)).orElse(List.of());
    }
}
