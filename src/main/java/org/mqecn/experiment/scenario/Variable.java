// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.schema.YamlTree;
import org.mqecn.value.UserError;

/**
 * A variable of a scenario.
 *
 * @param values its values, in the order of the file
 */
public record Variable(String name, List<VariableValue> values) {
    /** A value at a path of the document. */
    record VariableAssignment(String path, YamlNode yamlNode) {}

    /**
     * A value of a variable.
     *
     * @param label label of the value
     */
    public record VariableValue(String label, List<VariableAssignment> assignments) {
        /** The document with this value. */
        YamlNode applyTo(YamlNode document) {
            YamlNode changed = document;
            for (VariableAssignment variableAssignment : assignments) {
                changed = YamlTree.set(changed, variableAssignment.path(), variableAssignment.yamlNode());
            }
            return changed;
        }
    }

    public Variable {
        values = List.copyOf(values);
    }

    /**
     * Creates a variable from its declaration.
     *
     * @param paths paths that it sets
     * @param values list of values, or mapping of labels to values
     * @throws UserError a usage error if paths and values do not fit
     */
    static Variable of(String name, List<String> paths, YamlNode values) {
        List<VariableValue> choices = new ArrayList<>();
        if (values instanceof Mapping mapping) {
            for (MappingEntry mappingEntry : mapping.entries()) {
                choices.add(new VariableValue(
                        mappingEntry.key().value(), assignments(paths, mappingEntry.yamlNode(), name)));
            }
        } else if (values instanceof Sequence sequence) {
            sequence.values()
                    .forEach(yamlNode ->
                            choices.add(new VariableValue(label(name, yamlNode), assignments(paths, yamlNode, name))));
        }
        if (choices.isEmpty()) {
            throw UserError.usage("'" + name + "' has no values", "write for example values: [0.3, 0.6]");
        }
        if (choices.stream().map(VariableValue::label).distinct().count() < choices.size()) {
            throw UserError.usage("'" + name + "' has a value twice", "remove one");
        }
        return new Variable(name, choices);
    }

    /** The declared values with these labels, in the order of the labels. */
    static YamlNode select(YamlNode values, List<String> labels) {
        if (values instanceof Mapping mapping) {
            return new Mapping(
                    mapping.location(),
                    labels.stream()
                            .flatMap(label -> mapping.entries().stream()
                                    .filter(entry -> entry.key().value().equals(label)))
                            .toList());
        }
        return new Sequence(
                values.location(),
                labels.stream()
                        .flatMap(label -> ((Sequence) values)
                                .values().stream()
                                        .filter(value -> value instanceof Scalar scalar
                                                && scalar.text().equals(label)))
                        .toList());
    }

    private static String label(String name, YamlNode yamlNode) {
        if (yamlNode instanceof Scalar scalar && scalar.scalarType() != Scalar.ScalarType.NULL) {
            return scalar.text();
        }
        throw UserError.usage(
                "a value of '" + name + "' is " + yamlNode.describe() + " and needs a label",
                "write values as a mapping: {one: …, other: …}");
    }

    private static List<VariableAssignment> assignments(List<String> paths, YamlNode yamlNode, String name) {
        if (paths.size() == 1) {
            return List.of(new VariableAssignment(paths.get(0), yamlNode));
        }
        if (!(yamlNode instanceof Sequence sequence) || sequence.values().size() != paths.size()) {
            throw UserError.usage(
                    "'" + name + "' sets " + paths.size() + " paths, but a value is " + yamlNode.describe(),
                    "write a list of " + paths.size() + " for each value");
        }
        List<VariableAssignment> changes = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            changes.add(new VariableAssignment(paths.get(i), sequence.values().get(i)));
        }
        return changes;
    }
}
