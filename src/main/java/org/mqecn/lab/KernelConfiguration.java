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
 * The required options of a guest's kernel, as lines of {@code .config}. They are applied to {@code allnoconfig}; the last
 * line of an option applies.
 */
record KernelConfiguration(KernelVariant variant, List<String> options) {
    private static final String UNSET = "is not set";

    /** The options of every guest and those of a variant. */
    static KernelConfiguration load(KernelVariant variant) {
        return parse(
                variant,
                variant.configurationFiles().stream()
                        .flatMap(file -> text(file).lines())
                        .toList());
    }

    static KernelConfiguration parse(KernelVariant variant, List<String> lines) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String line : lines) {
            if (isOption(line)) {
                byName.put(name(line), line);
            }
        }
        return new KernelConfiguration(variant, List.copyOf(byName.values()));
    }

    /** The text of a file for {@code KCONFIG_ALLCONFIG}. */
    String text() {
        return String.join("\n", options) + "\n";
    }

    /** Eight hexadecimal digits that depend on the options and on the patches. */
    String digest() {
        return ContentDigest.of(text() + KernelPatch.replacement(variant.patches()))
                .substring(0, 8);
    }

    /** The required options that are missing from the lines of a {@code .config}. */
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
