// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a record: a part of a testbed left this trace.
 *
 * @param boot of the machine, in which it was made
 * @param part its name
 */
record Entry(String boot, String part, Trace trace) {
    private static final String SEPARATOR = "\t";
    private static final int FIXED = 3;

    /** With more facts. */
    Entry with(Map<String, String> more) {
        Map<String, String> facts = new LinkedHashMap<>(trace.facts());
        facts.putAll(more);
        return new Entry(boot, part, new Trace(trace.type(), facts));
    }

    /** Whether this is the trace that such a part leaves; the record may know more about it. */
    boolean isOf(Trace wanted) {
        return trace.type().equals(wanted.type())
                && trace.facts().entrySet().containsAll(wanted.facts().entrySet());
    }

    /** {@code BOOT PART TYPE NAME=VALUE…}, tabs between. */
    String line() {
        List<String> words = new ArrayList<>(List.of(boot, part, trace.type()));
        trace.facts().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(fact -> words.add(fact.getKey() + "=" + fact.getValue()));
        return String.join(SEPARATOR, words.stream().map(Entry::escaped).toList());
    }

    /** Reads {@link #line}; empty where it is none. */
    static Optional<Entry> parse(String line) {
        List<String> words = Arrays.stream(line.split(SEPARATOR)).map(Entry::unescaped).toList();
        if (words.size() < FIXED || !words.stream().skip(FIXED).allMatch(fact -> fact.contains("="))) {
            return Optional.empty();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        words.stream().skip(FIXED).map(fact -> fact.split("=", 2)).forEach(fact -> facts.put(fact[0], fact[1]));
        return Optional.of(new Entry(words.get(0), words.get(1), new Trace(words.get(2), facts)));
    }

    private static String escaped(String word) {
        return word.replace("%", "%25").replace("\t", "%09").replace("\n", "%0A");
    }

    private static String unescaped(String word) {
        return word.replace("%0A", "\n").replace("%09", "\t").replace("%25", "%");
    }
}
