// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.math.BigDecimal;
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
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.value.Bytes;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** The types of values in files. */
public final class ValueTypes {
    /** 1 Pbit/s: more than any device has. */
    private static final long MAX_RATE = 1_000_000_000_000_000L;

    private static final String ANY_NUMBER = "[0-9]+(\\.[0-9]+)?";

    /** {@code 995mbit} */
    public static final ValueType<Rate> RATE = quantity("a rate", Quantity.RATE, Byte.SIZE, MAX_RATE, Rate::new);
    /** {@code 32k} */
    public static final ValueType<Bytes> BYTES = quantity("a size", Quantity.BYTES, 0, Long.MAX_VALUE, Bytes::new);
    /** {@code 250us} */
    public static final ValueType<Duration> DURATION =
            quantity("a time", Quantity.TIME, 0, Long.MAX_VALUE, Duration::ofNanos);
    /** {@code true} */
    public static final ValueType<Boolean> BOOLEAN =
            new ScalarValueType<>("true or false", JsonSchema.orderedMap("type", "boolean"), ValueTypes::parseBoolean);
    /** Any scalar, as written. */
    public static final ValueType<String> STRING = new ScalarValueType<>(
            "a string",
            JsonSchema.orderedMap("type", List.of("string", "number", "boolean")),
            (name, scalar) -> scalar.text());
    /** {@code 0.02}, from 0 to 1, as written. */
    public static final ValueType<String> PROBABILITY = new ScalarValueType<>(
            "a number from 0 to 1",
            JsonSchema.orderedMap("type", "number", "minimum", 0, "maximum", 1),
            (name, scalar) -> parseProbability(name, scalar.text()));
    /** {@code 0.1%}, as a number from 0 to 1. */
    public static final ValueType<Double> PERCENTAGE = new ScalarValueType<>(
            "a percentage, for example 0.1%",
            JsonSchema.orderedMap("type", "string", "pattern", "^" + ANY_NUMBER + "%$"),
            (name, scalar) -> parsePercentage(name, scalar.text()));

    /** Any value, unparsed. */
    public static final ValueType<YamlNode> ANY = new AnyType();

    private ValueTypes() {}

    /** An integer in a range. */
    public static ValueType<Integer> integer(int least, int most) {
        return new ScalarValueType<>(
                "a number from " + least + " to " + most,
                JsonSchema.orderedMap("type", "integer", "minimum", least, "maximum", most),
                (name, scalar) -> Math.toIntExact(requireInRange(
                        name, Quantity.NUMBER.parse(name, scalar.text()), least, most, Quantity.NUMBER)));
    }

    /** A decimal number in a range. */
    public static ValueType<Double> decimal(BigDecimal least, BigDecimal most) {
        String noun = "a number from " + least + " to " + most;
        return new ScalarValueType<>(
                noun, JsonSchema.orderedMap("type", "number", "minimum", least, "maximum", most), (name, scalar) -> {
                    String text = scalar.text();
                    if (!text.matches(ANY_NUMBER)
                            || new BigDecimal(text).compareTo(least) < 0
                            || new BigDecimal(text).compareTo(most) > 0) {
                        throw UserError.usage(name + " '" + text + "' is not " + noun, "write for example " + least);
                    }
                    return Double.valueOf(text);
                });
    }

    /** A value with a unit, in a range of its base unit. */
    public static <T> ValueType<T> quantity(
            String noun, Quantity quantity, long least, long most, LongFunction<T> maker) {
        return quantity(noun, quantity, least, most, 1, maker);
    }

    /** A value with a unit, in a range of its base unit, and a multiple of a step. */
    public static <T> ValueType<T> quantity(
            String noun, Quantity quantity, long least, long most, long step, LongFunction<T> maker) {
        return new ScalarValueType<>(
                noun + ", for example " + quantity.example(), quantitySchema(quantity, least, most), (name, scalar) -> {
                    long value = requireInRange(name, quantity.parse(name, scalar.text()), least, most, quantity);
                    return maker.apply(requireMultiple(name, value, step, quantity));
                });
    }

    private static long requireMultiple(String name, long value, long step, Quantity quantity) {
        if (value % step != 0) {
            long below = value - value % step;
            throw UserError.usage(
                    name + " " + quantity.format(value) + " is not a multiple of " + quantity.format(step)
                            + ", in which tc or the kernel counts it",
                    "write " + quantity.format(below) + " or " + quantity.format(below + step));
        }
        return value;
    }

    private static Map<String, Object> quantitySchema(Quantity quantity, long least, long most) {
        Map<String, Object> schema = JsonSchema.orderedMap(
                "type",
                quantity.isUnitOptional() ? List.of("integer", "string") : "string",
                "pattern",
                quantity.pattern());
        if (quantity.isUnitOptional()) {
            schema.put("minimum", least);
            if (most < Long.MAX_VALUE) {
                schema.put("maximum", most);
            }
        }
        return schema;
    }

    private static long requireInRange(String name, long value, long least, long most, Quantity quantity) {
        if (value < least || value > most) {
            throw UserError.usage(
                    name + " " + quantity.format(value) + " is out of range",
                    most == Long.MAX_VALUE
                            ? "the minimum is " + quantity.format(least)
                            : "the range is " + quantity.format(least) + " to " + quantity.format(most));
        }
        return value;
    }

    private static boolean parseBoolean(String name, Scalar scalar) {
        if (scalar.scalarType() != Scalar.ScalarType.BOOLEAN) {
            throw UserError.usage(name + " '" + scalar.text() + "' is neither true nor false", "write true or false");
        }
        return Boolean.parseBoolean(scalar.text());
    }

    private static String parseProbability(String name, String text) {
        if (!text.matches("0(\\.[0-9]+)?|1(\\.0+)?")) {
            throw UserError.usage(name + " '" + text + "' is not a number from 0 to 1", "write for example 0.02");
        }
        return text;
    }

    private static double parsePercentage(String name, String text) {
        if (!text.matches(ANY_NUMBER + "%") || Double.parseDouble(text.substring(0, text.length() - 1)) > 100) {
            throw UserError.usage(
                    name + " '" + text + "' is not a percentage from 0% to 100%", "write for example 0.1%");
        }
        return Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
    }

    /** A scalar that a function parses, which throws a usage error for invalid values. */
    public static <T> ValueType<T> scalar(String noun, String pattern, Function<String, T> reader) {
        return new ScalarValueType<>(
                noun,
                JsonSchema.orderedMap("type", "string", "pattern", pattern),
                (name, scalar) -> reader.apply(scalar.text()));
    }

    /**
     * A value of a quantity that a function parses, which throws a usage error for invalid values.
     *
     * @param least for the JSON schema, as {@code most}: the function checks the range
     */
    public static <T> ValueType<T> parsedQuantity(
            Quantity quantity, long least, long most, Function<String, T> reader) {
        return new ScalarValueType<>(
                quantity.placeholder() + ", for example " + quantity.example(),
                quantitySchema(quantity, least, most),
                (name, scalar) -> reader.apply(scalar.text()));
    }

    /** One of several strings. */
    public static <T> ValueType<T> enumeration(String noun, Map<String, T> choices) {
        return new ScalarValueType<>(
                noun + ": " + String.join(", ", choices.keySet()),
                JsonSchema.orderedMap(
                        "enum",
                        choices.keySet().stream().map(ValueTypes::toJson).toList()),
                (name, scalar) -> Optional.ofNullable(choices.get(scalar.text()))
                        .orElseThrow(() -> UserError.usage(
                                "unknown " + name + " '" + scalar.text() + "'",
                                Suggestion.of(scalar.text(), choices.keySet()))));
    }

    /** true and false of YAML are booleans in JSON. */
    private static Object toJson(String word) {
        return word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : word;
    }

    /** A list with a length in a range. */
    public static <T> ValueType<List<T>> list(ValueType<T> valueType, int least, int most) {
        return new ListType<>(valueType, least, most);
    }

    /** A mapping whose keys the author of the file chooses. */
    public static <K, V> ValueType<Map<Located<K>, V>> mapping(ValueType<K> keys, ValueType<V> values) {
        return new MapType<>(keys, values);
    }

    /** A mapping whose entries become a list; the factory throws a usage error for invalid entries. */
    public static <K, V, T> ValueType<List<T>> pairs(
            ValueType<K> keys, ValueType<V> values, BiFunction<K, V, T> maker) {
        return new PairsType<>(keys, values, maker);
    }

    /** A scalar or another type. */
    public static <T> ValueType<T> either(ValueType<? extends T> word, ValueType<? extends T> other) {
        return new EitherType<>(word, other);
    }

    /** A recursive type. */
    public static <T> ValueType<T> lazy(String noun, Supplier<ValueType<T>> kind) {
        return new LazyType<>(noun, kind);
    }

    /** A type of which a function takes the values, and throws a usage error for those that it does not. */
    public static <T> ValueType<T> checked(ValueType<T> valueType, Function<T, ?> check) {
        return new CheckedType<>(valueType, check);
    }

    /** The same, converted. */
    public static <T, R> ValueType<R> map(ValueType<T> valueType, Function<T, R> maker) {
        return new MappedType<>(valueType, maker);
    }

    /** Reports a value of another type than expected. */
    static void reportTypeMismatch(ValueType<?> valueType, String name, YamlNode yamlNode, Problems problems) {
        problems.error(yamlNode.location(), name + " is " + yamlNode.describe(), "expected " + valueType.expected());
    }

    private record ScalarValueType<T>(
            String expected, Map<String, Object> description, BiFunction<String, Scalar, T> reader)
            implements ValueType<T> {
        @Override
        public Optional<T> read(String name, YamlNode yamlNode, Problems problems) {
            if (!(yamlNode instanceof Scalar scalar) || scalar.scalarType() == Scalar.ScalarType.NULL) {
                reportTypeMismatch(this, name, yamlNode, problems);
                return Optional.empty();
            }
            try {
                return Optional.of(reader.apply(name, scalar));
            } catch (UserError e) {
                problems.error(yamlNode.location(), e);
                return Optional.empty();
            }
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return description;
        }
    }

    private record AnyType() implements ValueType<YamlNode> {
        @Override
        public String expected() {
            return "anything";
        }

        @Override
        public Optional<YamlNode> read(String name, YamlNode yamlNode, Problems problems) {
            return Optional.of(yamlNode);
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return Map.of();
        }
    }

    private record ListType<T>(ValueType<T> valueType, int least, int most) implements ValueType<List<T>> {
        @Override
        public String expected() {
            return "a list of "
                    + (least == most ? least : most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most);
        }

        @Override
        public Optional<List<T>> read(String name, YamlNode yamlNode, Problems problems) {
            if (!(yamlNode instanceof Sequence sequence)) {
                reportTypeMismatch(this, name, yamlNode, problems);
                return Optional.empty();
            }
            if (sequence.values().size() < least || sequence.values().size() > most) {
                problems.error(
                        yamlNode.location(),
                        name + " is a list of " + sequence.values().size(),
                        "expected " + expected());
                return Optional.empty();
            }
            List<T> list = new ArrayList<>();
            sequence.values()
                    .forEach(each -> valueType.read(name, each, problems).ifPresent(list::add));
            // The rest of a file is checked with the valid elements, if their number is free.
            return list.size() < sequence.values().size() && (least > 0 || most < Integer.MAX_VALUE)
                    ? Optional.empty()
                    : Optional.of(List.copyOf(list));
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            Map<String, Object> schema =
                    JsonSchema.orderedMap("type", "array", "items", valueType.schema(schemaDefinitions));
            if (least > 0) {
                schema.put("minItems", least);
            }
            if (most < Integer.MAX_VALUE) {
                schema.put("maxItems", most);
            }
            return schema;
        }
    }

    private record MapType<K, V>(ValueType<K> keys, ValueType<V> values) implements ValueType<Map<Located<K>, V>> {
        @Override
        public String expected() {
            return "a mapping from " + keys.expected() + " to " + values.expected();
        }

        @Override
        public Optional<Map<Located<K>, V>> read(String name, YamlNode yamlNode, Problems problems) {
            if (!(yamlNode instanceof Mapping mapping)) {
                reportTypeMismatch(this, name, yamlNode, problems);
                return Optional.empty();
            }
            Map<Located<K>, V> map = new LinkedHashMap<>();
            for (MappingEntry mappingEntry : mapping.entries()) {
                Located<String> key = mappingEntry.key();
                Optional<K> read =
                        keys.read(name, new Scalar(key.location(), key.value(), Scalar.ScalarType.STRING), problems);
                Optional<V> under = values.read(key.value(), mappingEntry.yamlNode(), problems);
                if (read.isPresent() && under.isPresent()) {
                    map.put(new Located<>(read.get(), key.location()), under.get());
                }
            }
            return Optional.of(map);
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return JsonSchema.orderedMap(
                    "type",
                    "object",
                    "propertyNames",
                    keyNames(schemaDefinitions),
                    "additionalProperties",
                    values.schema(schemaDefinitions));
        }

        /** Keys are always strings in JSON. */
        private Map<String, Object> keyNames(JsonSchema.SchemaDefinitions schemaDefinitions) {
            Map<String, Object> names = new LinkedHashMap<>(keys.schema(schemaDefinitions));
            names.remove("type");
            return names;
        }
    }

    private record PairsType<K, V, T>(ValueType<K> keys, ValueType<V> values, BiFunction<K, V, T> maker)
            implements ValueType<List<T>> {
        private MapType<K, V> map() {
            return new MapType<>(keys, values);
        }

        @Override
        public String expected() {
            return map().expected();
        }

        @Override
        public Optional<List<T>> read(String name, YamlNode yamlNode, Problems problems) {
            return map().read(name, yamlNode, problems).map(map -> {
                List<T> list = new ArrayList<>();
                map.forEach((key, each) ->
                        problems.capture(key.location(), () -> list.add(maker.apply(key.value(), each))));
                return list;
            });
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return map().schema(schemaDefinitions);
        }
    }

    private record EitherType<T>(ValueType<? extends T> word, ValueType<? extends T> other) implements ValueType<T> {
        @Override
        public String expected() {
            return word.expected() + ", or " + other.expected();
        }

        @Override
        public Optional<T> read(String name, YamlNode yamlNode, Problems problems) {
            ValueType<? extends T> valueType = yamlNode instanceof Scalar ? word : other;
            return valueType.read(name, yamlNode, problems).map(read -> read);
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return JsonSchema.orderedMap(
                    "anyOf", List.of(word.schema(schemaDefinitions), other.schema(schemaDefinitions)));
        }
    }

    private record LazyType<T>(String expected, Supplier<ValueType<T>> kind) implements ValueType<T> {
        @Override
        public Optional<T> read(String name, YamlNode yamlNode, Problems problems) {
            return kind.get().read(name, yamlNode, problems);
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return kind.get().schema(schemaDefinitions);
        }
    }

    private record CheckedType<T>(ValueType<T> valueType, Function<T, ?> check) implements ValueType<T> {
        @Override
        public String expected() {
            return valueType.expected();
        }

        @Override
        public Optional<T> read(String name, YamlNode yamlNode, Problems problems) {
            return valueType
                    .read(name, yamlNode, problems)
                    .filter(value -> problems.capture(
                            yamlNode.location(),
                            () -> {
                                check.apply(value);
                                return true;
                            },
                            false));
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return valueType.schema(schemaDefinitions);
        }
    }

    private record MappedType<T, R>(ValueType<T> valueType, Function<T, R> maker) implements ValueType<R> {
        @Override
        public String expected() {
            return valueType.expected();
        }

        @Override
        public Optional<R> read(String name, YamlNode yamlNode, Problems problems) {
            return valueType.read(name, yamlNode, problems).map(maker);
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return valueType.schema(schemaDefinitions);
        }
    }

    record LocatedType<T>(ValueType<T> valueType) implements ValueType<Located<T>> {
        @Override
        public String expected() {
            return valueType.expected();
        }

        @Override
        public Optional<Located<T>> read(String name, YamlNode yamlNode, Problems problems) {
            return valueType.read(name, yamlNode, problems).map(read -> new Located<>(read, yamlNode.location()));
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return valueType.schema(schemaDefinitions);
        }
    }
}
