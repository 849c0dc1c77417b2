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
 * Something that differs from case to case.
 *
 * @param name of it, in the scenario
 * @param values what it can be, in the order of the file
 */
public record Variable(String name, List<VariableValue> values) {
    /** What stands at a path of the document. */
    record VariableAssignment(String path, YamlNode yamlNode) {}

    /**
     * One of its values.
     *
     * @param label what the value is called
     */
    public record VariableValue(String label, List<VariableAssignment> assignments) {
        /** The document with this choice made. */
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
     * Makes one of what a file says.
     *
     * @param paths of what changes
     * @param values a list of them, or a mapping from labels to them
     * @throws UserError a usage error where they do not fit
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
            throw UserError.usage("'" + name + "' has a value twice", "leave one out");
        }
        return new Variable(name, choices);
    }

    private static String label(String name, YamlNode yamlNode) {
        if (yamlNode instanceof Scalar scalar && scalar.scalarType() != Scalar.ScalarType.NULL) {
            return scalar.text();
        }
        throw UserError.usage(
                "a value of '" + name + "' is " + yamlNode.describe() + " and needs a name of its own",
                "write values as a mapping: {one: …, other: …}");
    }

    private static List<VariableAssignment> assignments(List<String> paths, YamlNode yamlNode, String name) {
        if (paths.size() == 1) {
            return List.of(new VariableAssignment(paths.get(0), yamlNode));
        }
        if (!(yamlNode instanceof Sequence sequence) || sequence.values().size() != paths.size()) {
            throw UserError.usage(
                    "'" + name + "' sets " + paths.size() + " paths, and a value of it is " + yamlNode.describe(),
                    "write a list of " + paths.size() + " for each value");
        }
        List<VariableAssignment> changes = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            changes.add(new VariableAssignment(paths.get(i), sequence.values().get(i)));
        }
        return changes;
    }
}
