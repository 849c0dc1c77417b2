// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.host.ClasspathResources;
import org.mqecn.value.ContentDigest;

/**
 * The options that a guest's kernel must have, each as it would stand in {@code .config}. They are
 * laid over {@code allnoconfig}; of two lines on the same option the later one holds.
 */
record KernelConfiguration(boolean debug, List<String> options) {
    private static final String UNSET = "is not set";

    /** What every guest needs, and for the debug guest what finds faults. */
    static KernelConfiguration load(boolean debug) {
        String text = text("kernel.config") + (debug ? text("debug.config") : "");
        return parse(debug, text.lines().toList());
    }

    static KernelConfiguration parse(boolean debug, List<String> lines) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String line : lines) {
            if (isOption(line)) {
                byName.put(name(line), line);
            }
        }
        return new KernelConfiguration(debug, List.copyOf(byName.values()));
    }

    /** A file for kconfig's {@code KCONFIG_ALLCONFIG}. */
    String text() {
        return String.join("\n", options) + "\n";
    }

    /** Eight hexadecimal digits that change with any option, and with the change to the source. */
    String digest() {
        return ContentDigest.of(text() + KernelPatch.replacement()).substring(0, 8);
    }

    /** The options that kconfig dropped: wanted, and not in {@code config}, the lines of a {@code .config}. */
    List<String> missingFrom(List<String> config) {
        Set<String> present = config.stream().collect(Collectors.toSet());
        return options.stream()
                .filter(option -> !option.endsWith(UNSET))
                .filter(option -> !present.contains(option))
                .toList();
    }

    private static boolean isOption(String line) {
        return line.startsWith("CONFIG_") || line.startsWith("# CONFIG_") && line.endsWith(UNSET);
    }

    private static String name(String option) {
        return option.replaceFirst("^# ", "").split("[= ]", 2)[0];
    }

    private static String text(String name) {
        return ClasspathResources.readText(KernelConfiguration.class, name);
    }
}
