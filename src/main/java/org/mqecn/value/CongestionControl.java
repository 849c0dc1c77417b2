// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.util.List;

/** Names of TCP's congestion controls. */
public final class CongestionControl {
    /** The names that are accepted, as a regular expression. */
    public static final String PATTERN = "[a-z][a-z0-9_]{0,14}";

    private static final List<String> OF_LINUX = List.of(
            "reno",
            "cubic",
            "dctcp",
            "bbr",
            "bic",
            "cdg",
            "highspeed",
            "htcp",
            "hybla",
            "illinois",
            "lp",
            "nv",
            "scalable",
            "vegas",
            "veno",
            "westwood",
            "yeah");

    private CongestionControl() {}

    /**
     * Checks a name. Modules that are not part of Linux may have other names, but hardly one that differs from a known
     * name by a slip.
     *
     * @throws UserError a usage error with the most similar name
     */
    public static String parse(String name) {
        if (!name.matches(PATTERN)) {
            throw UserError.usage(
                    "'" + name + "' is not the name of a congestion control algorithm", "write for example dctcp");
        }
        String withoutVersion = name.replaceFirst("[0-9]+$", "");
        if (!OF_LINUX.contains(withoutVersion)) {
            Suggestion.nearest(name, OF_LINUX).ifPresent(known -> {
                throw UserError.usage("unknown congestion control '" + name + "'", Suggestion.of(name, OF_LINUX));
            });
        }
        return name;
    }
}
