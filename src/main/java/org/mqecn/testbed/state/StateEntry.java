// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a record: a part of a testbed left this trace.
 *
 * @param bootId of the machine, in which it was made
 * @param resource its name
 */
public record StateEntry(String bootId, String resource, ResourceHandle handle) {
    private static final String SEPARATOR = "\t";
    private static final int FIXED_FIELDS = 3;

    /** With more facts. */
    public StateEntry withAttributes(Map<String, String> more) {
        Map<String, String> facts = new LinkedHashMap<>(handle.attributes());
        facts.putAll(more);
        return new StateEntry(bootId, resource, new ResourceHandle(handle.type(), facts));
    }

    /** Whether this is the trace that such a part leaves; the record may know more about it. */
    public boolean matches(ResourceHandle wanted) {
        return handle.type().equals(wanted.type())
                && handle.attributes()
                        .entrySet()
                        .containsAll(wanted.attributes().entrySet());
    }

    /** {@code BOOT PART TYPE NAME=VALUE…}, tabs between. */
    String format() {
        List<String> words = new ArrayList<>(List.of(bootId, resource, handle.type()));
        handle.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> words.add(fact.getKey() + "=" + fact.getValue()));
        return String.join(SEPARATOR, words.stream().map(StateEntry::escape).toList());
    }

    /** Reads {@link #format}; empty where it is none. */
    static Optional<StateEntry> parse(String line) {
        List<String> words =
                Arrays.stream(line.split(SEPARATOR)).map(StateEntry::unescape).toList();
        if (words.size() < FIXED_FIELDS || !words.stream().skip(FIXED_FIELDS).allMatch(fact -> fact.contains("="))) {
            return Optional.empty();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        words.stream().skip(FIXED_FIELDS).map(fact -> fact.split("=", 2)).forEach(fact -> facts.put(fact[0], fact[1]));
        return Optional.of(new StateEntry(words.get(0), words.get(1), new ResourceHandle(words.get(2), facts)));
    }

    private static String escape(String word) {
        return word.replace("%", "%25").replace("\t", "%09").replace("\n", "%0A");
    }

    private static String unescape(String word) {
        return word.replace("%0A", "\n").replace("%09", "\t").replace("%25", "%");
    }
}
