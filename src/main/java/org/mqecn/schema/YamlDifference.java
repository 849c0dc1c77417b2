// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Sequence;

/**
 * A value that differs between two documents.
 *
 * @param path as in {@link YamlTree}
 * @param before the value in the first document, on one line; empty if it has none
 * @param after the value in the second document
 */
public record YamlDifference(String path, String before, String after) {
    private static final int MAX_LENGTH = 60;

    /** The first value that differs. The order of the keys of the documents themselves has no meaning. */
    public static Optional<YamlDifference> first(YamlNode before, YamlNode after) {
        return first("", Optional.of(before), Optional.of(after));
    }

    private static Optional<YamlDifference> first(String path, Optional<YamlNode> before, Optional<YamlNode> after) {
        if (before.orElse(null) instanceof Mapping one && after.orElse(null) instanceof Mapping other) {
            Set<String> keys = new LinkedHashSet<>(keys(one));
            keys.addAll(keys(other));
            if (path.isEmpty()
                    || keys(one).equals(keys(other))
                    || !Set.copyOf(keys(one)).equals(Set.copyOf(keys(other)))) {
                return keys.stream()
                        .flatMap(key ->
                                first(join(path, key), YamlTree.get(one, key), YamlTree.get(other, key)).stream())
                        .findFirst();
            }
        }
        if (before.orElse(null) instanceof Sequence one
                && after.orElse(null) instanceof Sequence other
                && one.values().size() == other.values().size()) {
            return IntStream.range(0, one.values().size())
                    .boxed()
                    .flatMap(i -> first(
                            join(path, Integer.toString(i)),
                            Optional.of(one.values().get(i)),
                            Optional.of(other.values().get(i)))
                            .stream())
                    .findFirst();
        }
        String there = before.map(YamlDifference::text).orElse("");
        String here = after.map(YamlDifference::text).orElse("");
        return there.equals(here) ? Optional.empty() : Optional.of(new YamlDifference(path, there, here));
    }

    /** For messages about an earlier document, there, and the present one, here. */
    public String describe() {
        return path + (before.isEmpty() ? " is not set there" : " is " + shortened(before) + " there") + " and "
                + (after.isEmpty() ? "not set" : shortened(after)) + " here";
    }

    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static List<String> keys(Mapping mapping) {
        return mapping.entries().stream().map(entry -> entry.key().value()).toList();
    }

    private static String text(YamlNode node) {
        if (node instanceof Mapping mapping) {
            return mapping.entries().stream().map(YamlDifference::text).collect(Collectors.joining(", ", "{", "}"));
        }
        return node instanceof Sequence sequence
                ? sequence.values().stream().map(YamlDifference::text).collect(Collectors.joining(", ", "[", "]"))
                : ((Scalar) node).text();
    }

    private static String text(MappingEntry entry) {
        return entry.key().value() + ": " + text(entry.yamlNode());
    }
}
