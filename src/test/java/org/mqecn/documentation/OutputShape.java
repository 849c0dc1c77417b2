// SPDX-License-Identifier: Apache-2.0
package org.mqecn.documentation;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compares what a command printed with what the documentation shows: the same lines, each with the same words in the
 * same number of columns. Numbers may differ, also in sign, decimals and the prefix of their unit; a cell without a
 * value ({@code -}) may have one. A line {@code …} matches any number of lines.
 */
final class OutputShape {
    private static final String ANY_LINES = "…";
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![A-Za-z])[-+−]?\\d+(?:[.,]\\d+)*(?: ?(?:[kMG]?bit/s|[kMG]i?B|[munµ]?s|[kKmMgG]?bit)\\b)?");

    private OutputShape() {}

    /** The first difference, or nothing if the shapes are the same. */
    static Optional<String> difference(String shown, String printed) {
        List<String> expected = shown.lines()
                .map(OutputShape::shape)
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> actual = printed.lines()
                .map(OutputShape::shape)
                .filter(line -> !line.isEmpty())
                .toList();
        int at = 0;
        for (int i = 0; i < expected.size(); i++) {
            String line = expected.get(i);
            if (line.equals(ANY_LINES)) {
                if (i + 1 == expected.size()) {
                    return Optional.empty();
                }
                String next = expected.get(i + 1);
                while (at < actual.size() && !actual.get(at).equals(next)) {
                    at++;
                }
                continue;
            }
            if (at == actual.size()) {
                return Optional.of("the documentation shows '" + line + "', the output has ended");
            }
            if (!actual.get(at).equals(line)) {
                return Optional.of("the documentation shows '" + line + "', the output has '" + actual.get(at) + "'");
            }
            at++;
        }
        return at == actual.size()
                ? Optional.empty()
                : Optional.of("the output continues with '" + actual.get(at) + "'");
    }

    static String shape(String line) {
        return NUMBER.matcher(line)
                .replaceAll("0")
                .replaceAll("(^|\\s)[-−](?=\\s|$)", "$10")
                .strip()
                .replaceAll("\\s+", " ");
    }
}
