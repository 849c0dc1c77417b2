// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.port.Bytes;
import org.mqecn.port.Quantity;
import org.mqecn.port.Rate;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;

/** The kinds of values that documents are made of. */
public final class Kinds {
    private static final String ANY_NUMBER = "[0-9]+(\\.[0-9]+)?";

    /** {@code 995mbit} */
    public static final Kind<Rate> RATE = quantity("a rate", Quantity.RATE, 1, Long.MAX_VALUE, Rate::new);
    /** {@code 32k} */
    public static final Kind<Bytes> BYTES = quantity("a size", Quantity.BYTES, 0, Long.MAX_VALUE, Bytes::new);
    /** {@code 250us} */
    public static final Kind<Duration> TIME = quantity("a time", Quantity.TIME, 0, Long.MAX_VALUE, Duration::ofNanos);
    /** {@code true} */
    public static final Kind<Boolean> FLAG = new Word<>("true or false", Schema.entries("type", "boolean"),
            Kinds::flag);
    /** Any word or number, as it is written. */
    public static final Kind<String> TEXT = new Word<>("a word", Schema.entries("type",
            List.of("string", "number", "boolean")), (name, scalar) -> scalar.text());
    /** {@code 0.02}, as it is written, from 0 to 1. */
    public static final Kind<String> PROBABILITY = new Word<>("a number from 0 to 1",
            Schema.entries("type", "number", "minimum", 0, "maximum", 1),
            (name, scalar) -> probability(name, scalar.text()));
    /** {@code 0.1%}, as a number from 0 to 1. */
    public static final Kind<Double> SHARE = new Word<>("a share, for example 0.1%",
            Schema.entries("type", "string", "pattern", "^" + ANY_NUMBER + "%$"),
            (name, scalar) -> share(name, scalar.text()));

    /** Whatever stands there, as it stands. */
    public static final Kind<Value> ANYTHING = new Anything();

    private Kinds() {}

    /** A whole number of a range. */
    public static Kind<Integer> number(int least, int most) {
        return new Word<>("a number from " + least + " to " + most,
                Schema.entries("type", "integer", "minimum", least, "maximum", most),
                (name, scalar) -> Math.toIntExact(
                        within(name, Quantity.NUMBER.parse(name, scalar.text()), least, most, Quantity.NUMBER)));
    }

    /** A value with a unit, of a range in its base unit. */
    public static <T> Kind<T> quantity(String noun, Quantity quantity, long least, long most, LongFunction<T> maker) {
        return new Word<>(noun + ", for example " + quantity.example(), quantitySchema(quantity, least),
                (name, scalar) -> maker.apply(
                        within(name, quantity.parse(name, scalar.text()), least, most, quantity)));
    }

    private static Map<String, Object> quantitySchema(Quantity quantity, long least) {
        Map<String, Object> schema = Schema.entries("type", quantity.isBare() ? List.of("integer", "string") : "string",
                "pattern", quantity.pattern());
        if (quantity.isBare()) {
            schema.put("minimum", least);
        }
        return schema;
    }

    private static long within(String name, long value, long least, long most, Quantity quantity) {
        if (value < least || value > most) {
            throw UserError.usage(name + " " + quantity.print(value) + " is out of range", most == Long.MAX_VALUE
                    ? "the least is " + quantity.print(least)
                    : "it goes from " + quantity.print(least) + " to " + quantity.print(most));
        }
        return value;
    }

    private static boolean flag(String name, Scalar scalar) {
        if (scalar.type() != Scalar.Type.FLAG) {
            throw UserError.usage(name + " '" + scalar.text() + "' is neither true nor false", "write true or false");
        }
        return Boolean.parseBoolean(scalar.text());
    }

    private static String probability(String name, String text) {
        if (!text.matches("0(\\.[0-9]+)?|1(\\.0+)?")) {
            throw UserError.usage(name + " '" + text + "' is not a number from 0 to 1", "write for example 0.02");
        }
        return text;
    }

    private static double share(String name, String text) {
        if (!text.matches(ANY_NUMBER + "%") || Double.parseDouble(text.substring(0, text.length() - 1)) > 100) {
            throw UserError.usage(name + " '" + text + "' is not a share from 0% to 100%", "write for example 0.1%");
        }
        return Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
    }

    /** A word that is read by a function, which throws a usage error where it cannot. */
    public static <T> Kind<T> word(String noun, String pattern, Function<String, T> reader) {
        return new Word<>(noun, Schema.entries("type", "string", "pattern", pattern),
                (name, scalar) -> reader.apply(scalar.text()));
    }

    /** A value as its quantity is written, which a function reads. */
    public static <T> Kind<T> measured(Quantity quantity, Function<String, T> reader) {
        return new Word<>(quantity.label() + ", for example " + quantity.example(),
                quantitySchema(quantity, 0), (name, scalar) -> reader.apply(scalar.text()));
    }

    /** One of these words. */
    public static <T> Kind<T> choice(String noun, Map<String, T> choices) {
        return new Word<>(noun + ": " + String.join(", ", choices.keySet()),
                Schema.entries("enum", choices.keySet().stream().map(Kinds::inSchema).toList()),
                (name, scalar) -> Optional.ofNullable(choices.get(scalar.text())).orElseThrow(() -> UserError.usage(
                        "unknown " + name + " '" + scalar.text() + "'",
                        Suggestion.among(scalar.text(), choices.keySet()))));
    }

    /** YAML's own words, which stand for no text, are what they are in JSON, too. */
    private static Object inSchema(String word) {
        return word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : word;
    }

    /** A list of so many. */
    public static <T> Kind<List<T>> list(Kind<T> kind, int least, int most) {
        return new ListOf<>(kind, least, most);
    }

    /** A mapping in which the file's author chooses the keys. */
    public static <K, V> Kind<Map<Located<K>, V>> mapping(Kind<K> keys, Kind<V> values) {
        return new MapOf<>(keys, values);
    }

    /** A mapping of which each line becomes one of a list; the maker throws a usage error where it cannot. */
    public static <K, V, T> Kind<List<T>> pairs(Kind<K> keys, Kind<V> values, BiFunction<K, V, T> maker) {
        return new Pairs<>(keys, values, maker);
    }

    /** A word, or something longer. */
    public static <T> Kind<T> either(Kind<? extends T> word, Kind<? extends T> other) {
        return new Either<>(word, other);
    }

    /** A kind that may stand inside itself. */
    public static <T> Kind<T> later(String noun, Supplier<Kind<T>> kind) {
        return new Later<>(noun, kind);
    }

    /** The same, made into something else. */
    public static <T, R> Kind<R> map(Kind<T> kind, Function<T, R> maker) {
        return new Made<>(kind, maker);
    }

    /** Says that a value is of another kind than is wanted. */
    static void refuse(Kind<?> kind, String name, Value value, Problems problems) {
        problems.error(value.place(), name + " is " + value.noun(), "it should be " + kind.noun());
    }

    private record Word<T>(String noun, Map<String, Object> description, BiFunction<String, Scalar, T> reader)
            implements Kind<T> {
        @Override
        public Optional<T> read(String name, Value value, Problems problems) {
            if (!(value instanceof Scalar scalar) || scalar.type() == Scalar.Type.NOTHING) {
                refuse(this, name, value, problems);
                return Optional.empty();
            }
            try {
                return Optional.of(reader.apply(name, scalar));
            } catch (UserError e) {
                problems.error(value.place(), e);
                return Optional.empty();
            }
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return description;
        }
    }

    private record Anything() implements Kind<Value> {
        @Override
        public String noun() {
            return "anything";
        }

        @Override
        public Optional<Value> read(String name, Value value, Problems problems) {
            return Optional.of(value);
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return Map.of();
        }
    }

    private record ListOf<T>(Kind<T> kind, int least, int most) implements Kind<List<T>> {
        @Override
        public String noun() {
            return "a list of " + (least == most ? least : most == Integer.MAX_VALUE ? least + " or more"
                    : least + " to " + most);
        }

        @Override
        public Optional<List<T>> read(String name, Value value, Problems problems) {
            if (!(value instanceof Items items)) {
                refuse(this, name, value, problems);
                return Optional.empty();
            }
            if (items.values().size() < least || items.values().size() > most) {
                problems.error(value.place(), name + " is a list of " + items.values().size(),
                        "it should be " + noun());
                return Optional.empty();
            }
            List<T> list = new ArrayList<>();
            items.values().forEach(each -> kind.read(name, each, problems).ifPresent(list::add));
            return list.size() < items.values().size() ? Optional.empty() : Optional.of(List.copyOf(list));
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            Map<String, Object> schema = Schema.entries("type", "array", "items", kind.schema(definitions));
            if (least > 0) {
                schema.put("minItems", least);
            }
            if (most < Integer.MAX_VALUE) {
                schema.put("maxItems", most);
            }
            return schema;
        }
    }

    private record MapOf<K, V>(Kind<K> keys, Kind<V> values) implements Kind<Map<Located<K>, V>> {
        @Override
        public String noun() {
            return "a mapping from " + keys.noun() + " to " + values.noun();
        }

        @Override
        public Optional<Map<Located<K>, V>> read(String name, Value value, Problems problems) {
            if (!(value instanceof Mapping mapping)) {
                refuse(this, name, value, problems);
                return Optional.empty();
            }
            Map<Located<K>, V> map = new LinkedHashMap<>();
            for (Entry entry : mapping.entries()) {
                Located<String> key = entry.key();
                Optional<K> read = keys.read(name, new Scalar(key.place(), key.value(), Scalar.Type.TEXT), problems);
                Optional<V> under = values.read(key.value(), entry.value(), problems);
                if (read.isPresent() && under.isPresent()) {
                    map.put(new Located<>(read.get(), key.place()), under.get());
                }
            }
            return Optional.of(map);
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return Schema.entries("type", "object", "propertyNames", keyNames(definitions),
                    "additionalProperties", values.schema(definitions));
        }

        /** Of a key JSON knows that it is text. */
        private Map<String, Object> keyNames(Schema.Definitions definitions) {
            Map<String, Object> names = new LinkedHashMap<>(keys.schema(definitions));
            names.remove("type");
            return names;
        }
    }

    private record Pairs<K, V, T>(Kind<K> keys, Kind<V> values, BiFunction<K, V, T> maker) implements Kind<List<T>> {
        private MapOf<K, V> map() {
            return new MapOf<>(keys, values);
        }

        @Override
        public String noun() {
            return map().noun();
        }

        @Override
        public Optional<List<T>> read(String name, Value value, Problems problems) {
            return map().read(name, value, problems).map(map -> {
                List<T> list = new ArrayList<>();
                map.forEach((key, each) -> problems.at(key.place(), () -> list.add(maker.apply(key.value(), each))));
                return list;
            });
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return map().schema(definitions);
        }
    }

    private record Either<T>(Kind<? extends T> word, Kind<? extends T> other) implements Kind<T> {
        @Override
        public String noun() {
            return word.noun() + ", or " + other.noun();
        }

        @Override
        public Optional<T> read(String name, Value value, Problems problems) {
            Kind<? extends T> kind = value instanceof Scalar ? word : other;
            return kind.read(name, value, problems).map(read -> read);
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return Schema.entries("anyOf", List.of(word.schema(definitions), other.schema(definitions)));
        }
    }

    private record Later<T>(String noun, Supplier<Kind<T>> kind) implements Kind<T> {
        @Override
        public Optional<T> read(String name, Value value, Problems problems) {
            return kind.get().read(name, value, problems);
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return kind.get().schema(definitions);
        }
    }

    private record Made<T, R>(Kind<T> kind, Function<T, R> maker) implements Kind<R> {
        @Override
        public String noun() {
            return kind.noun();
        }

        @Override
        public Optional<R> read(String name, Value value, Problems problems) {
            return kind.read(name, value, problems).map(maker);
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return kind.schema(definitions);
        }
    }

    record Placed<T>(Kind<T> kind) implements Kind<Located<T>> {
        @Override
        public String noun() {
            return kind.noun();
        }

        @Override
        public Optional<Located<T>> read(String name, Value value, Problems problems) {
            return kind.read(name, value, problems).map(read -> new Located<>(read, value.place()));
        }

        @Override
        public Map<String, Object> schema(Schema.Definitions definitions) {
            return kind.schema(definitions);
        }
    }
}
