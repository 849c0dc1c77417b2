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

/** What {@code figures:} may say in a scenario: {@code {bars: rtt_avg_us, by: scheme}}. */
public final class FigureSchema implements ValueType<FigureSpec> {
    /** The key of a scenario's figures. */
    public static final Key<List<FigureSpec>> FIGURES = Key.of(
            "figures",
            ValueTypes.list(new FigureSchema(), 0, Integer.MAX_VALUE),
            "What a report draws, in this order.",
            "[{bars: rtt_avg_us, by: scheme}]");

    private static final ValueType<List<String>> SUBJECTS = ValueTypes.either(
            ValueTypes.map(ValueTypes.STRING, List::of), ValueTypes.list(ValueTypes.STRING, 1, Integer.MAX_VALUE));
    private static final Map<FigureSpec.FigureType, Key<List<String>>> KINDS =
            new EnumMap<>(FigureSpec.FigureType.class);
    private static final Key<String> BY =
            Key.of("by", ValueTypes.STRING, "What tells lines, bars or rows apart: a name of vary.", "scheme");
    private static final Key<String> OVER =
            Key.of("over", ValueTypes.STRING, "What stands on the axis below: another name of vary.", "load");
    private static final Key<Map<Located<String>, String>> WHERE = Key.of(
            "where",
            ValueTypes.mapping(ValueTypes.STRING, ValueTypes.STRING),
            "The cases that are drawn (all).",
            "{scheme: mq-ecn}");
    private static final Key<String> TITLE =
            Key.of("title", ValueTypes.STRING, "What stands above it.", "Round-trip times");
    private static final ObjectSchema SCHEMA = createSchema();

    private static ObjectSchema createSchema() {
        List<Key<?>> keys = new ArrayList<>();
        for (FigureSpec.FigureType figureType : FigureSpec.FigureType.values()) {
            Key<List<String>> key = Key.of(figureType.key(), SUBJECTS, figureType.summary(), figureType.example());
            KINDS.put(figureType, key);
            keys.add(key);
        }
        keys.addAll(List.of(BY, OVER, WHERE, TITLE));
        return ObjectSchema.of("figure", keys);
    }

    private FigureSchema() {}

    @Override
    public String expected() {
        return SCHEMA.expected();
    }

    @Override
    public Optional<FigureSpec> read(String name, YamlNode yamlNode, Problems problems) {
        return SCHEMA.read("a figure", yamlNode, problems).flatMap(words -> read(words, problems));
    }

    private static Optional<FigureSpec> read(ParsedObject words, Problems problems) {
        List<FigureSpec.FigureType> kinds = KINDS.keySet().stream()
                .filter(figureType -> words.has(KINDS.get(figureType)))
                .toList();
        if (kinds.size() != 1) {
            problems.error(
                    words.location(),
                    kinds.isEmpty()
                            ? "a figure does not say how it is drawn"
                            : "a figure is drawn in more than one way",
                    "write one of: "
                            + String.join(
                                    ", ", KINDS.values().stream().map(Key::name).toList()));
            return Optional.empty();
        }
        FigureSpec.FigureType figureType = kinds.get(0);
        if (figureType == FigureSpec.FigureType.LINES && !words.has(OVER)) {
            problems.error(
                    words.location(), "lines do not say over what they go", "write for example " + OVER.exampleLine());
            return Optional.empty();
        }
        Map<String, String> where = new LinkedHashMap<>();
        words.get(WHERE).orElse(Map.of()).forEach((key, each) -> where.put(key.value(), each));
        return Optional.of(new FigureSpec(
                figureType,
                words.require(KINDS.get(figureType)),
                words.get(BY),
                words.get(OVER),
                where,
                words.get(TITLE)));
    }

    @Override
    public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
        return SCHEMA.schema(schemaDefinitions);
    }
}
