// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.document.Tree;
import org.mqecn.document.Value;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.document.Yaml;
import org.mqecn.port.UserError;

/**
 * What is to be different from what a scenario's file says.
 *
 * @param sets paths, or names of variables, and their values in YAML
 * @param quick whether it is to be the small version
 * @param seed another one; empty for the file's
 */
public record Changes(Map<String, String> sets, boolean quick, OptionalInt seed) {
    public static final Changes NONE = new Changes(Map.of(), false, OptionalInt.empty());

    /** Reads {@code PATH=VALUE}; of a word on a command line its place is told. */
    public static Map.Entry<String, String> parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw UserError.usage("'" + text + "' sets nothing", "write PATH=VALUE, for example load=0.8");
        }
        return Map.entry(text.substring(0, equals), text.substring(equals + 1));
    }

    Value in(Value document, Problems problems) {
        Value changed = document;
        for (Entry entry : quick ? small(document) : List.<Entry>of()) {
            changed = set(changed, entry.key().value(), entry.value(), problems);
        }
        for (Map.Entry<String, String> set : sets.entrySet()) {
            Optional<Value> value = Yaml.read("--set " + set.getKey(), set.getValue(), problems);
            if (value.isPresent()) {
                changed = set(changed, set.getKey(), value.get(), problems);
            }
        }
        return seed.isEmpty() ? changed : set(changed, "seed",
                number(seed.getAsInt(), new Place("--seed", 1, 1)), problems);
    }

    private static List<Entry> small(Value document) {
        return Tree.get(document, "quick").filter(Mapping.class::isInstance)
                .map(quick -> ((Mapping) quick).entries()).orElse(List.of());
    }

    static Scalar number(int number, Place place) {
        return new Scalar(place, Integer.toString(number), Scalar.Type.NUMBER);
    }

    /** The name of a variable stands for its values. */
    private static Value set(Value document, String path, Value value, Problems problems) {
        String values = "vary." + path + ".values";
        boolean variable = !path.contains(".") && Tree.get(document, "vary." + path).isPresent();
        String target = variable ? values : path;
        Value wanted = target.equals(values) || path.matches("vary\\.[^.]+\\.values") ? choices(document, target, value)
                : value;
        return problems.at(value.place(), () -> Tree.set(document, target, wanted), document);
    }

    /** Values of a variable: where the file names them, the names do. */
    private static Value choices(Value document, String path, Value value) {
        List<Value> wanted = value instanceof Items items ? items.values() : List.of(value);
        if (value instanceof Mapping || !(Tree.get(document, path).orElse(value) instanceof Mapping named)) {
            return value instanceof Mapping ? value : new Items(value.place(), wanted);
        }
        List<Entry> chosen = new ArrayList<>();
        for (Value each : wanted) {
            named.entries().stream().filter(entry -> each instanceof Scalar word
                    && entry.key().value().equals(word.text())).forEach(chosen::add);
        }
        return chosen.size() == wanted.size() ? new Mapping(value.place(), chosen) : new Items(value.place(), wanted);
    }
}
