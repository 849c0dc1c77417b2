// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import picocli.CommandLine.Option;

/** The {@code --help} option of a verb with annotations; {@link CommonOptions} has its own. */
public final class HelpOption {
    static final String DESCRIPTION = "Show this help.";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = DESCRIPTION)
    private boolean help;
}
