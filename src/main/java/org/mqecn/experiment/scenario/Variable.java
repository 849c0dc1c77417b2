// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.document.Tree;
import org.mqecn.document.Value;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.port.UserError;

/**
 * Something that differs from case to case.
 *
 * @param name of it, in the scenario
 * @param choices what it can be, in the order of the file
 */
public record Variable(String name, List<Choice> choices) {
    /** What stands at a path of the document. */
    record Change(String path, Value value) {}

    /**
     * One of its values.
     *
     * @param label what the value is called
     */
    public record Choice(String label, List<Change> changes) {
        /** The document with this choice made. */
        Value in(Value document) {
            Value changed = document;
            for (Change change : changes) {
                changed = Tree.set(changed, change.path(), change.value());
            }
            return changed;
        }
    }

    public Variable {
        choices = List.copyOf(choices);
    }

    /**
     * Makes one of what a file says.
     *
     * @param paths of what changes
     * @param values a list of them, or a mapping from labels to them
     * @throws UserError a usage error where they do not fit
     */
    static Variable of(String name, List<String> paths, Value values) {
        List<Choice> choices = new ArrayList<>();
        if (values instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                choices.add(new Choice(entry.key().value(), changes(paths, entry.value(), name)));
            }
        } else if (values instanceof Items items) {
            items.values().forEach(value -> choices.add(new Choice(label(name, value), changes(paths, value, name))));
        }
        if (choices.isEmpty()) {
            throw UserError.usage("'" + name + "' has no values", "write for example values: [0.3, 0.6]");
        }
        if (choices.stream().map(Choice::label).distinct().count() < choices.size()) {
            throw UserError.usage("'" + name + "' has a value twice", "leave one out");
        }
        return new Variable(name, choices);
    }

    /** What the values of one are called in a document; none where they have no names. */
    static List<String> labels(Value document, String name) {
        Value values = Tree.get(document, "vary." + name + ".values").orElse(null);
        if (values instanceof Mapping mapping) {
            return mapping.entries().stream().map(entry -> entry.key().value()).toList();
        }
        return values instanceof Items items && items.values().stream().allMatch(Scalar.class::isInstance)
                ? items.values().stream().map(value -> ((Scalar) value).text()).toList() : List.of();
    }

    private static String label(String name, Value value) {
        if (value instanceof Scalar scalar && scalar.type() != Scalar.Type.NOTHING) {
            return scalar.text();
        }
        throw UserError.usage("a value of '" + name + "' is " + value.noun() + " and needs a name of its own",
                "write values as a mapping: {one: …, other: …}");
    }

    private static List<Change> changes(List<String> paths, Value value, String name) {
        if (paths.size() == 1) {
            return List.of(new Change(paths.get(0), value));
        }
        if (!(value instanceof Items items) || items.values().size() != paths.size()) {
            throw UserError.usage("'" + name + "' sets " + paths.size() + " paths, and a value of it is "
                    + value.noun(), "write a list of " + paths.size() + " for each value");
        }
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            changes.add(new Change(paths.get(i), items.values().get(i)));
        }
        return changes;
    }
}
