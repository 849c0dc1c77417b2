// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the state journal.
 *
 * @param bootId of the boot during which the resource was created
 * @param resource name of the resource
 */
public record StateEntry(String bootId, String resource, ResourceHandle handle) {
    private static final String SEPARATOR = "\t";
    private static final int FIXED_FIELDS = 3;

    /** A copy with more attributes. */
    public StateEntry withAttributes(Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>(handle.attributes());
        attributes.putAll(more);
        return new StateEntry(bootId, resource, new ResourceHandle(handle.type(), attributes));
    }

    /** Whether this entry is of the resource with that handle; the entry may have more attributes. */
    public boolean matches(ResourceHandle wanted) {
        return handle.type().equals(wanted.type())
                && handle.attributes()
                        .entrySet()
                        .containsAll(wanted.attributes().entrySet());
    }

    /** {@code BOOT RESOURCE TYPE NAME=VALUE…}, separated by tabs. */
    String format() {
        List<String> fields = new ArrayList<>(List.of(bootId, resource, handle.type()));
        handle.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(attribute -> fields.add(attribute.getKey() + "=" + attribute.getValue()));
        return String.join(SEPARATOR, fields.stream().map(StateEntry::escape).toList());
    }

    /** Parses a line of {@link #format}; empty if it is malformed. */
    static Optional<StateEntry> parse(String line) {
        List<String> fields =
                Arrays.stream(line.split(SEPARATOR)).map(StateEntry::unescape).toList();
        if (fields.size() < FIXED_FIELDS
                || !fields.stream().skip(FIXED_FIELDS).allMatch(attribute -> attribute.contains("="))) {
            return Optional.empty();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        fields.stream()
                .skip(FIXED_FIELDS)
                .map(attribute -> attribute.split("=", 2))
                .forEach(attribute -> attributes.put(attribute[0], attribute[1]));
        return Optional.of(new StateEntry(fields.get(0), fields.get(1), new ResourceHandle(fields.get(2), attributes)));
    }

    private static String escape(String word) {
        return word.replace("%", "%25").replace("\t", "%09").replace("\n", "%0A");
    }

    private static String unescape(String word) {
        return word.replace("%0A", "\n").replace("%09", "\t").replace("%25", "%");
    }
}
