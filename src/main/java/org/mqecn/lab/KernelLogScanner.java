// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.mqecn.host.ClasspathResources;

/**
 * Finds reports in a kernel log: bugs, warnings, leaks. The guest's kernel has a few reports that do not depend on
 * mqecn's modules; the resource {@code ignored-reports} lists them as regular expressions.
 */
record KernelLogScanner(List<Pattern> ignoredReports) {
    private static final Pattern TIME = Pattern.compile("^\\[ *[0-9]+\\.[0-9]+\\] ?");
    private static final Pattern START =
            Pattern.compile("BUG:|WARNING:|UBSAN:|Oops|Kernel panic|INFO: possible|general protection|refcount_t:"
                    + "|(list_add|list_del) corruption|KASAN:|kernel BUG at|unreferenced object");
    /** Number of first lines of a report that name its location. */
    private static final int HEAD_LINES = 6;

    private static final int MAX_LINES = 40;

    static KernelLogScanner load() {
        return new KernelLogScanner(ClasspathResources.readText(KernelLogScanner.class, "ignored-reports")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Pattern::compile)
                .toList());
    }

    /** The reports in the lines of a log. */
    List<String> scan(List<String> log) {
        List<String> reports = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (START.matcher(log.get(i)).find()) {
                int end = findEnd(log, i);
                List<String> report = log.subList(i, end).stream()
                        .map(KernelLogScanner::stripTimestamp)
                        .toList();
                if (!isKnown(report)) {
                    reports.add(String.join("\n", report));
                }
                i = end - 1;
            }
        }
        return reports;
    }

    /** The end of a report that begins at {@code start}; its first lines may each look like a beginning. */
    private static int findEnd(List<String> log, int start) {
        int end = start + 1;
        while (end < log.size()
                && end - start < MAX_LINES
                && (end - start < 2 || !START.matcher(log.get(end)).find())) {
            end++;
        }
        return end;
    }

    private boolean isKnown(List<String> report) {
        String head = String.join("\n", report.subList(0, Math.min(HEAD_LINES, report.size())));
        return ignoredReports.stream().anyMatch(pattern -> pattern.matcher(head).find());
    }

    private static String stripTimestamp(String line) {
        return TIME.matcher(line).replaceFirst("");
    }
}
