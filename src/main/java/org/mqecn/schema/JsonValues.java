// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;

/** Converts YAML to maps, lists and scalars of JSON. */
final class JsonValues {
    private JsonValues() {}

    static Object of(String yaml) {
        Problems problems = new Problems();
        return Yaml.read("example", yaml, problems)
                .map(JsonValues::of)
                .orElseThrow(() -> new IllegalArgumentException(yaml + ": " + problems.list()));
    }

    private static Object of(YamlNode yamlNode) {
        if (yamlNode instanceof Sequence sequence) {
            List<Object> list = new ArrayList<>();
            sequence.values().forEach(each -> list.add(of(each)));
            return list;
        }
        if (yamlNode instanceof Mapping mapping) {
            Map<String, Object> map = new LinkedHashMap<>();
            mapping.entries().forEach(mappingEntry -> map.put(mappingEntry.key().value(), of(mappingEntry.yamlNode())));
            return map;
        }
        Scalar scalar = (Scalar) yamlNode;
        return switch (scalar.scalarType()) {
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case NUMBER -> number(scalar.text());
            case STRING -> scalar.text();
            case NULL -> Map.of();
        };
    }

    private static Number number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.scale() > 0 ? number : (Number) number.longValueExact();
    }
}
