// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final Key<Map<Located<String>, String>> WHERE = Key.of(
            "where",
            ValueTypes.mapping(ValueTypes.STRING, ValueTypes.STRING),
            "cases to plot, by values of variables (default: all)",
            "{scheme: mq-ecn}");
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
        keys.addAll(List.of(GROUP_BY, X, WHERE, TITLE));
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
        Map<String, String> where = new LinkedHashMap<>();
        parsed.get(WHERE).orElse(Map.of()).forEach((key, each) -> where.put(key.value(), each));
        return Optional.of(new FigureSpec(
                figureType,
                parsed.require(TYPES.get(figureType)),
                parsed.get(GROUP_BY),
                parsed.get(X),
                where,
                parsed.get(TITLE)));
    }

    @Override
    public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
        return SCHEMA.schema(schemaDefinitions);
    }
}
