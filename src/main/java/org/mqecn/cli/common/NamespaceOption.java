// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import picocli.CommandLine.Option;

/** The {@code --netns} option of a verb with annotations; {@link CommonOptions} has its own. */
public final class NamespaceOption {
    static final String LABEL = "NETNS";
    static final String DESCRIPTION = "Network namespace to work in.";

    @Option(
            names = {"-n", "--netns"},
            paramLabel = LABEL,
            description = DESCRIPTION)
    private String name = "";

    /** Empty for that of mqecn. */
    public String get() {
        return name;
    }
}
