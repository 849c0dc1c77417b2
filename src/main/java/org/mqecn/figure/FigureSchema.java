// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.schema.JsonSchema;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ObjectSchema;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.schema.YamlNode;

/** The schema of {@code figures:} in a scenario: {@code {bars: rtt_avg_us, group-by: scheme}}. */
public final class FigureSchema implements ValueType<FigureSpec> {
    /** The key of the figures of a scenario. */
    public static final Key<List<FigureSpec>> FIGURES = Key.of(
            "figures",
            ValueTypes.list(new FigureSchema(), 0, Integer.MAX_VALUE),
            "figures of the report, in this order",
            "[{bars: rtt_avg_us, group-by: scheme}]");

    private static final BigDecimal MAX_VALUE = BigDecimal.valueOf(1_000_000_000);
    private static final ValueType<List<String>> SUBJECTS = ValueTypes.either(
            ValueTypes.map(ValueTypes.STRING, List::of), ValueTypes.list(ValueTypes.STRING, 1, Integer.MAX_VALUE));
    private static final Map<FigureSpec.FigureType, Key<List<String>>> TYPES =
            new EnumMap<>(FigureSpec.FigureType.class);
    private static final Key<String> GROUP_BY = Key.of(
            "group-by",
            ValueTypes.STRING,
            "variable of the series: one line, bar or row for each of its values",
            "scheme");
    private static final Key<String> X = Key.of("x", ValueTypes.STRING, "variable of the x axis", "load");
    private static final Key<Map<String, String>> WHERE = Key.of(
            "where",
            byName(ValueTypes.STRING),
            "cases to plot, by values of variables (default: all)",
            "{scheme: mq-ecn}");
    private static final Key<String> RELATIVE_TO = Key.of(
            "relative-to",
            ValueTypes.STRING,
            "for lines: value of group-by that is drawn as 1, and the others as ratios to it, between runs of the same seed",
            "per-queue");
    /** A curve: values by those of the x axis. */
    private static final ValueType<Map<String, Double>> CURVE = byName(ValueTypes.decimal(BigDecimal.ZERO, MAX_VALUE));

    private static final Key<Map<String, Map<String, Map<String, Double>>>> PAPER = Key.of(
            "paper",
            byName(byName(CURVE)),
            "for lines: the paper's values, by metric, value of group-by, and value of x",
            "{fct_small_p99_us: {mq-ecn: {0.5: 0.331, 0.9: 0.281}}}");
    private static final Key<String> TITLE =
            Key.of("title", ValueTypes.STRING, "title (default: made from the metrics)", "Round-trip times");
    private static final ObjectSchema SCHEMA = createSchema();

    private static ObjectSchema createSchema() {
        List<Key<?>> keys = new ArrayList<>();
        for (FigureSpec.FigureType figureType : FigureSpec.FigureType.values()) {
            Key<List<String>> key = Key.of(figureType.key(), SUBJECTS, figureType.summary(), figureType.example());
            TYPES.put(figureType, key);
            keys.add(key);
        }
        keys.addAll(List.of(GROUP_BY, X, WHERE, RELATIVE_TO, PAPER, TITLE));
        return ObjectSchema.of("figure", keys);
    }

    private FigureSchema() {}

    @Override
    public String expected() {
        return SCHEMA.expected();
    }

    @Override
    public Optional<FigureSpec> read(String name, YamlNode yamlNode, Problems problems) {
        return SCHEMA.read("a figure", yamlNode, problems).flatMap(parsed -> read(parsed, problems));
    }

    private static Optional<FigureSpec> read(ParsedObject parsed, Problems problems) {
        List<FigureSpec.FigureType> types = TYPES.keySet().stream()
                .filter(figureType -> parsed.has(TYPES.get(figureType)))
                .toList();
        if (types.size() != 1) {
            problems.error(
                    parsed.location(),
                    types.isEmpty() ? "a figure has no type" : "a figure has more than one type",
                    "give one of: "
                            + String.join(
                                    ", ", TYPES.values().stream().map(Key::name).toList()));
            return Optional.empty();
        }
        FigureSpec.FigureType figureType = types.get(0);
        if (figureType == FigureSpec.FigureType.LINES && !parsed.has(X)) {
            problems.error(
                    parsed.location(), "lines need a variable for the x axis", "add for example " + X.exampleLine());
            return Optional.empty();
        }
        if (!areComparisonsOfLines(parsed, figureType, problems)) {
            return Optional.empty();
        }
        return Optional.of(new FigureSpec(
                figureType,
                parsed.require(TYPES.get(figureType)),
                parsed.get(GROUP_BY),
                parsed.get(X),
                parsed.get(WHERE).orElse(Map.of()),
                parsed.get(RELATIVE_TO),
                parsed.get(PAPER).orElse(Map.of()),
                parsed.get(TITLE)));
    }

    /** Whether only lines with groups have a base and values of the paper. */
    private static boolean areComparisonsOfLines(
            ParsedObject parsed, FigureSpec.FigureType figureType, Problems problems) {
        if (figureType == FigureSpec.FigureType.LINES && parsed.has(GROUP_BY)) {
            return true;
        }
        Optional<Key<?>> wrong =
                Stream.<Key<?>>of(RELATIVE_TO, PAPER).filter(parsed::has).findFirst();
        wrong.ifPresent(key -> problems.error(
                parsed.locationOf(key),
                key.name() + " is for lines with groups",
                "draw lines with " + X.name() + " and " + GROUP_BY.name() + ", or remove " + key.name()));
        return wrong.isEmpty();
    }

    private static <V> ValueType<Map<String, V>> byName(ValueType<V> values) {
        return ValueTypes.map(ValueTypes.mapping(ValueTypes.STRING, values), FigureSchema::values);
    }

    private static <V> Map<String, V> values(Map<Located<String>, V> located) {
        Map<String, V> values = new LinkedHashMap<>();
        located.forEach((key, value) -> values.put(key.value(), value));
        return values;
    }

    @Override
    public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
        return SCHEMA.schema(schemaDefinitions);
    }
}
