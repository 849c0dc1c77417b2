// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mqecn.experiment.scenario.Variable.VariableValue;
import org.mqecn.value.UserError;

/**
 * The combinations of values of variables that are cases: all, but the values of zipped variables go together one by one,
 * and some combinations are excluded.
 */
final class VariableCombinations {
    /** Values, by variable, in the order of the variables. */
    private List<Map<String, VariableValue>> combinations = List.of(Map.of());

    private final List<Variable> variables;

    /** @param zipped groups of names; each name is that of a variable and in one group */
    VariableCombinations(List<Variable> variables, List<ZippedVariables> zipped) {
        this.variables = variables;
        for (Variable variable : variables) {
            List<ZippedVariables> groups = zipped.stream()
                    .filter(group -> group.names().contains(variable.name()))
                    .toList();
            if (groups.isEmpty()) {
                multiply(variable.values().stream()
                        .map(value -> Map.of(variable.name(), value))
                        .toList());
            } else if (groups.get(0).names().get(0).equals(variable.name())) {
                multiply(groups.get(0).rows(variables));
            }
        }
    }

    /** Continues each combination with each of these. */
    private void multiply(List<Map<String, VariableValue>> others) {
        List<Map<String, VariableValue>> products = new ArrayList<>();
        for (Map<String, VariableValue> combination : combinations) {
            for (Map<String, VariableValue> other : others) {
                Map<String, VariableValue> product = new LinkedHashMap<>();
                variables.forEach(variable -> Stream.of(combination, other)
                        .filter(part -> part.containsKey(variable.name()))
                        .forEach(part -> product.put(variable.name(), part.get(variable.name()))));
                products.add(product);
            }
        }
        combinations = products;
    }

    /** Removes the combinations that have one of these values of each of these variables. Returns whether there were any. */
    boolean exclude(Map<String, List<String>> values) {
        List<Map<String, VariableValue>> left = combinations.stream()
                .filter(combination -> !values.entrySet().stream()
                        .allMatch(entry -> combination.containsKey(entry.getKey())
                                && entry.getValue()
                                        .contains(
                                                combination.get(entry.getKey()).label())))
                .toList();
        boolean excluded = left.size() < combinations.size();
        combinations = left;
        return excluded;
    }

    List<Map<String, VariableValue>> list() {
        return combinations;
    }

    /**
     * Variables whose values go together one by one.
     *
     * @param labels of the values of each in the file: --set and --quick may leave some out
     */
    record ZippedVariables(List<String> names, List<List<String>> labels) {
        /** @throws UserError a usage error if their numbers of values differ */
        ZippedVariables {
            for (int i = 1; i < names.size(); i++) {
                if (labels.get(i).size() != labels.get(0).size()) {
                    throw UserError.usage(
                            "'" + names.get(0) + "' has " + labels.get(0).size() + " values and '" + names.get(i) + "' "
                                    + labels.get(i).size(),
                            "zip takes the values of its variables one by one: give each the same number");
                }
            }
        }

        /** The labels of a variable in the combinations that are left, in their order. */
        List<String> usedLabels(String name, List<Variable> variables) {
            return rows(variables).stream().map(row -> row.get(name).label()).toList();
        }

        private List<Map<String, VariableValue>> rows(List<Variable> variables) {
            List<Map<String, VariableValue>> rows = new ArrayList<>();
            for (int i = 0; i < labels.get(0).size(); i++) {
                Map<String, VariableValue> row = new LinkedHashMap<>();
                for (int j = 0; j < names.size(); j++) {
                    String name = names.get(j);
                    String label = labels.get(j).get(i);
                    variables.stream()
                            .filter(variable -> variable.name().equals(name))
                            .flatMap(variable -> variable.values().stream())
                            .filter(value -> value.label().equals(label))
                            .forEach(value -> row.put(name, value));
                }
                if (row.size() == names.size()) {
                    rows.add(row);
                }
            }
            return rows;
        }
    }
}
