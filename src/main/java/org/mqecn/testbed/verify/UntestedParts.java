// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a testbed that a check leaves out. Parts with the same reason share a phrase. */
final class UntestedParts {
    private static final int MAX_NAMES = 4;

    private final Map<String, List<String>> partsByReason = new LinkedHashMap<>();

    void add(String part, String reason) {
        partsByReason.computeIfAbsent(reason, each -> new ArrayList<>()).add(part);
    }

    /** Returns a phrase for each reason: {@code h1, h2, h3, h4 and 5 more: no path in the file}. */
    List<String> phrases() {
        return partsByReason.entrySet().stream()
                .map(entry -> abbreviate(entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private static String abbreviate(List<String> names) {
        return names.size() <= MAX_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MAX_NAMES)) + " and " + (names.size() - MAX_NAMES) + " more";
    }
}
