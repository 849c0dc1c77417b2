// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.schema.YamlTree;

/** Labels of the values of variables, and of cases. */
public final class CaseLabels {
    private CaseLabels() {}

    /** A case by the values of its variables. A value that is a number is preceded by the name of its variable. */
    public static String format(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getValue().matches("[0-9].*")
                        ? entry.getKey() + " " + entry.getValue()
                        : entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * The labels of a variable's values in the order of the scenario: the keys of a mapping, or the scalars of a list;
     * none if the values are neither.
     */
    public static List<String> ofVariable(YamlNode scenario, String name) {
        YamlNode values = YamlTree.get(scenario, "vary." + name + ".values").orElse(null);
        if (values instanceof Mapping mapping) {
            return mapping.entries().stream().map(entry -> entry.key().value()).toList();
        }
        return values instanceof Sequence sequence && sequence.values().stream().allMatch(Scalar.class::isInstance)
                ? sequence.values().stream()
                        .map(value -> ((Scalar) value).text())
                        .toList()
                : List.of();
    }
}
