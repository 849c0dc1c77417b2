// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;

/** YAML as the maps, lists, words and numbers that JSON has. */
final class Plain {
    private Plain() {}

    static Object of(String yaml) {
        Problems problems = new Problems();
        return Yaml.read("example", yaml, problems).map(Plain::of).orElseThrow(
                () -> new IllegalArgumentException(yaml + ": " + problems.list()));
    }

    private static Object of(Value value) {
        if (value instanceof Items items) {
            List<Object> list = new ArrayList<>();
            items.values().forEach(each -> list.add(of(each)));
            return list;
        }
        if (value instanceof Mapping mapping) {
            Map<String, Object> map = new LinkedHashMap<>();
            mapping.entries().forEach(entry -> map.put(entry.key().value(), of(entry.value())));
            return map;
        }
        Scalar scalar = (Scalar) value;
        return switch (scalar.type()) {
            case FLAG -> Boolean.valueOf(scalar.text());
            case NUMBER -> number(scalar.text());
            case TEXT -> scalar.text();
            case NOTHING -> Map.of();
        };
    }

    private static Number number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.scale() > 0 ? number : (Number) number.longValueExact();
    }
}
