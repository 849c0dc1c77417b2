// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the kernel shows of a KUnit suite in debugfs (its Documentation/dev-tools/ktap.rst). */
final class KunitResults {
    /** A case is indented; its suite is not. */
    private static final Pattern CASE = Pattern.compile("\\s+(not )?ok \\d+ (?:- )?(\\w+).*");

    /** Headings and places in the sources, which say nothing to a user. */
    private static final Pattern HEADING = Pattern.compile("\\s*(KTAP version|\\d+\\.\\.\\d+|# ).*");

    private KunitResults() {}

    /** The cases by name, each with its messages if it failed, and with an empty text if it passed. */
    static Map<String, String> read(String results) {
        Map<String, String> failures = new LinkedHashMap<>();
        List<String> messages = new ArrayList<>();
        for (String line : results.lines().toList()) {
            Matcher verdict = CASE.matcher(line);
            if (verdict.matches()) {
                failures.put(verdict.group(2), verdict.group(1) == null ? "" : text(messages));
                messages.clear();
            } else if (!HEADING.matcher(line).matches() && !line.isBlank()) {
                messages.add(line.strip());
            }
        }
        return failures;
    }

    private static String text(List<String> messages) {
        return messages.isEmpty() ? "failed" : String.join("\n", messages);
    }
}
