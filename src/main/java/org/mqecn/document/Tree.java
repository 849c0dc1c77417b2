// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.port.UserError;

/**
 * Changes what stands in a document before anybody asks what it means. A place in it has a path: the keys that lead
 * there, and numbers of what is in lists (from 0), with dots between them: {@code traffic.web.requests.load}.
 */
public final class Tree {
    private Tree() {}

    /** What stands at a path; empty where nothing does. */
    public static Optional<Value> get(Value document, String path) {
        if (path.isEmpty()) {
            return Optional.of(document);
        }
        if (document instanceof Mapping mapping) {
            return entry(mapping, path).flatMap(entry -> get(entry.value(), rest(path, entry)));
        }
        if (document instanceof Items items) {
            String number = head(path);
            return isIndex(number, items) ? get(items.values().get(Integer.parseInt(number)), tail(path))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * The document with something else at a path. Keys need not be there yet: who reads the document knows whether
     * they may.
     *
     * @throws UserError a usage error where the path leads nowhere
     */
    public static Value set(Value document, String path, Value value) {
        return set(document, path, value, path);
    }

    private static Value set(Value document, String path, Value value, String whole) {
        if (path.isEmpty()) {
            return value;
        }
        if (document instanceof Items items) {
            return new Items(items.place(), replaced(items, path, value, whole));
        }
        if (document instanceof Scalar scalar && scalar.type() == Scalar.Type.NOTHING) {
            return set(new Mapping(scalar.place(), List.of()), path, value, whole);
        }
        if (!(document instanceof Mapping mapping)) {
            throw UserError.usage("'" + whole + "' leads to nothing: at '" + path + "' there is " + document.noun(),
                    "a path has the keys of the document, with dots between them");
        }
        return new Mapping(mapping.place(), replaced(mapping, path, value, whole));
    }

    private static List<Value> replaced(Items items, String path, Value value, String whole) {
        String number = head(path);
        if (!isIndex(number, items)) {
            throw UserError.usage("'" + whole + "' leads to nothing: '" + number + "' is not a number of the list",
                    "they go from 0 to " + (items.values().size() - 1));
        }
        List<Value> values = new ArrayList<>(items.values());
        int index = Integer.parseInt(number);
        values.set(index, set(values.get(index), tail(path), value, whole));
        return values;
    }

    private static List<Entry> replaced(Mapping mapping, String path, Value value, String whole) {
        List<Entry> entries = new ArrayList<>(mapping.entries());
        Optional<Entry> found = entry(mapping, path);
        if (found.isPresent()) {
            entries.replaceAll(entry -> entry == found.get()
                    ? new Entry(entry.key(), set(entry.value(), rest(path, entry), value, whole)) : entry);
        } else {
            Value nothing = new Scalar(value.place(), "", Scalar.Type.NOTHING);
            entries.add(new Entry(new Located<>(head(path), value.place()), set(nothing, tail(path), value, whole)));
        }
        return entries;
    }

    /**
     * A document and what another says on top of it: mappings become one, key by key; of everything else the other's
     * counts.
     */
    public static Value merged(Value document, Value other) {
        if (!(document instanceof Mapping mapping) || !(other instanceof Mapping changes)) {
            return other;
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> entries.put(entry.key().value(), entry));
        changes.entries().forEach(entry -> entries.merge(entry.key().value(), entry,
                (before, after) -> new Entry(after.key(), merged(before.value(), after.value()))));
        return new Mapping(changes.place(), List.copyOf(entries.values()));
    }

    /** The document without what stands under a key of its own. */
    public static Value without(Value document, String key) {
        return document instanceof Mapping mapping ? new Mapping(mapping.place(), mapping.entries().stream()
                .filter(entry -> !entry.key().value().equals(key)).toList()) : document;
    }

    /** Keys may have dots themselves (sysctls): the longest that fits is meant. */
    private static Optional<Entry> entry(Mapping mapping, String path) {
        return mapping.entries().stream()
                .filter(entry -> path.equals(entry.key().value()) || path.startsWith(entry.key().value() + "."))
                .max(Comparator.comparingInt(entry -> entry.key().value().length()));
    }

    private static String rest(String path, Entry entry) {
        int length = entry.key().value().length();
        return length == path.length() ? "" : path.substring(length + 1);
    }

    private static String head(String path) {
        return path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    }

    private static String tail(String path) {
        return path.contains(".") ? path.substring(path.indexOf('.') + 1) : "";
    }

    private static boolean isIndex(String text, Items items) {
        return text.matches("[0-9]{1,6}") && Integer.parseInt(text) < items.values().size();
    }
}
