// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;
import org.mqecn.value.UserError;

/**
 * Reads and changes documents by paths, before their types are known. A path has keys, and indices of lists (from 0),
 * separated by dots: {@code traffic.web.requests.load}.
 */
public final class YamlTree {
    private YamlTree() {}

    /** The value at a path; empty if there is none. */
    public static Optional<YamlNode> get(YamlNode document, String path) {
        if (path.isEmpty()) {
            return Optional.of(document);
        }
        if (document instanceof Mapping mapping) {
            return entry(mapping, path).flatMap(mappingEntry -> get(mappingEntry.yamlNode(), rest(path, mappingEntry)));
        }
        if (document instanceof Sequence sequence) {
            String number = head(path);
            return isIndex(number, sequence)
                    ? get(sequence.values().get(Integer.parseInt(number)), tail(path))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * The document with another value at a path. Missing keys are added; the reader of the document checks their names.
     *
     * @throws UserError a usage error if the path cannot exist
     */
    public static YamlNode set(YamlNode document, String path, YamlNode yamlNode) {
        return set(document, path, yamlNode, path);
    }

    private static YamlNode set(YamlNode document, String path, YamlNode yamlNode, String whole) {
        if (path.isEmpty()) {
            return yamlNode;
        }
        if (document instanceof Sequence sequence) {
            return new Sequence(sequence.location(), replaced(sequence, path, yamlNode, whole));
        }
        if (document instanceof Scalar scalar && scalar.scalarType() == Scalar.ScalarType.NULL) {
            return set(new Mapping(scalar.location(), List.of()), path, yamlNode, whole);
        }
        if (!(document instanceof Mapping mapping)) {
            throw UserError.usage(
                    "'" + whole + "' does not exist: " + document.describe() + " has no '" + path + "'",
                    "a path consists of keys of the document, separated by dots");
        }
        return new Mapping(mapping.location(), replaced(mapping, path, yamlNode, whole));
    }

    private static List<YamlNode> replaced(Sequence sequence, String path, YamlNode yamlNode, String whole) {
        String number = head(path);
        if (!isIndex(number, sequence)) {
            throw UserError.usage(
                    "'" + whole + "' does not exist: '" + number + "' is not an index of the list",
                    "the range is 0 to " + (sequence.values().size() - 1));
        }
        List<YamlNode> values = new ArrayList<>(sequence.values());
        int index = Integer.parseInt(number);
        values.set(index, set(values.get(index), tail(path), yamlNode, whole));
        return values;
    }

    private static List<MappingEntry> replaced(Mapping mapping, String path, YamlNode yamlNode, String whole) {
        List<MappingEntry> entries = new ArrayList<>(mapping.entries());
        Optional<MappingEntry> found = entry(mapping, path);
        if (found.isPresent()) {
            entries.replaceAll(mappingEntry -> mappingEntry == found.get()
                    ? new MappingEntry(
                            mappingEntry.key(), set(mappingEntry.yamlNode(), rest(path, mappingEntry), yamlNode, whole))
                    : mappingEntry);
        } else {
            YamlNode nothing = new Scalar(yamlNode.location(), "", Scalar.ScalarType.NULL);
            entries.add(new MappingEntry(
                    new Located<>(head(path), yamlNode.location()), set(nothing, tail(path), yamlNode, whole)));
        }
        return entries;
    }

    /**
     * Merges two documents: mappings key by key; other values are replaced by those of the second.
     */
    public static YamlNode merged(YamlNode document, YamlNode other) {
        if (!(document instanceof Mapping mapping) || !(other instanceof Mapping changes)) {
            return other;
        }
        Map<String, MappingEntry> entries = new LinkedHashMap<>();
        mapping.entries().forEach(mappingEntry -> entries.put(mappingEntry.key().value(), mappingEntry));
        changes.entries()
                .forEach(mappingEntry -> entries.merge(
                        mappingEntry.key().value(),
                        mappingEntry,
                        (before, after) -> new MappingEntry(after.key(), merged(before.yamlNode(), after.yamlNode()))));
        return new Mapping(changes.location(), List.copyOf(entries.values()));
    }

    /** The document without one of its keys. */
    public static YamlNode without(YamlNode document, String key) {
        return document instanceof Mapping mapping
                ? new Mapping(
                        mapping.location(),
                        mapping.entries().stream()
                                .filter(mappingEntry ->
                                        !mappingEntry.key().value().equals(key))
                                .toList())
                : document;
    }

    /** Keys may contain dots (sysctls): the longest key that matches is used. */
    private static Optional<MappingEntry> entry(Mapping mapping, String path) {
        return mapping.entries().stream()
                .filter(mappingEntry -> path.equals(mappingEntry.key().value())
                        || path.startsWith(mappingEntry.key().value() + "."))
                .max(Comparator.comparingInt(
                        mappingEntry -> mappingEntry.key().value().length()));
    }

    private static String rest(String path, MappingEntry mappingEntry) {
        int length = mappingEntry.key().value().length();
        return length == path.length() ? "" : path.substring(length + 1);
    }

    private static String head(String path) {
        return path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    }

    private static String tail(String path) {
        return path.contains(".") ? path.substring(path.indexOf('.') + 1) : "";
    }

    private static boolean isIndex(String text, Sequence sequence) {
        return text.matches("[0-9]{1,6}")
                && Integer.parseInt(text) < sequence.values().size();
    }
}
