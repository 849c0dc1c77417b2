// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Filled;
import org.mqecn.document.Form;
import org.mqecn.document.Key;
import org.mqecn.document.Kind;
import org.mqecn.document.Kinds;
import org.mqecn.document.Located;
import org.mqecn.document.Problems;
import org.mqecn.document.Schema;
import org.mqecn.document.Value;

/** What {@code figures:} may say in a scenario: {@code {bars: rtt_avg_us, by: scheme}}. */
public final class FigureWords implements Kind<FigureSpec> {
    /** The key of a scenario's figures. */
    public static final Key<List<FigureSpec>> FIGURES = Key.of("figures",
            Kinds.list(new FigureWords(), 0, Integer.MAX_VALUE), "What a report draws, in this order.",
            "[{bars: rtt_avg_us, by: scheme}]");

    private static final Kind<List<String>> SUBJECTS = Kinds.either(Kinds.map(Kinds.TEXT, List::of),
            Kinds.list(Kinds.TEXT, 1, Integer.MAX_VALUE));
    private static final Map<FigureSpec.Kind, Key<List<String>>> KINDS = new EnumMap<>(FigureSpec.Kind.class);
    private static final Key<String> BY = Key.of("by", Kinds.TEXT,
            "What tells lines, bars or rows apart: a name of vary.", "scheme");
    private static final Key<String> OVER = Key.of("over", Kinds.TEXT,
            "What stands on the axis below: another name of vary.", "load");
    private static final Key<Map<Located<String>, String>> WHERE = Key.of("where",
            Kinds.mapping(Kinds.TEXT, Kinds.TEXT), "The cases that are drawn (all).", "{scheme: mq-ecn}");
    private static final Key<String> TITLE = Key.of("title", Kinds.TEXT, "What stands above it.",
            "Round-trip times");
    private static final Form FORM = form();

    private static Form form() {
        List<Key<?>> keys = new ArrayList<>();
        for (FigureSpec.Kind kind : FigureSpec.Kind.values()) {
            Key<List<String>> key = Key.of(kind.word(), SUBJECTS, kind.summary(), kind.example());
            KINDS.put(kind, key);
            keys.add(key);
        }
        keys.addAll(List.of(BY, OVER, WHERE, TITLE));
        return Form.of("figure", keys);
    }

    private FigureWords() {}

    @Override
    public String noun() {
        return FORM.noun();
    }

    @Override
    public Optional<FigureSpec> read(String name, Value value, Problems problems) {
        return FORM.read("a figure", value, problems).flatMap(words -> read(words, problems));
    }

    private static Optional<FigureSpec> read(Filled words, Problems problems) {
        List<FigureSpec.Kind> kinds = KINDS.keySet().stream().filter(kind -> words.has(KINDS.get(kind))).toList();
        if (kinds.size() != 1) {
            problems.error(words.place(), kinds.isEmpty() ? "a figure does not say how it is drawn"
                    : "a figure is drawn in more than one way",
                    "write one of: " + String.join(", ", KINDS.values().stream().map(Key::name).toList()));
            return Optional.empty();
        }
        FigureSpec.Kind kind = kinds.get(0);
        if (kind == FigureSpec.Kind.LINES && !words.has(OVER)) {
            problems.error(words.place(), "lines do not say over what they go",
                    "write for example " + OVER.exampleLine());
            return Optional.empty();
        }
        Map<String, String> where = new LinkedHashMap<>();
        words.get(WHERE).orElse(Map.of()).forEach((key, each) -> where.put(key.value(), each));
        return Optional.of(new FigureSpec(kind, words.require(KINDS.get(kind)), words.get(BY), words.get(OVER), where,
                words.get(TITLE)));
    }

    @Override
    public Map<String, Object> schema(Schema.Definitions definitions) {
        return FORM.schema(definitions);
    }
}
