// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import picocli.CommandLine.Option;

/** The {@code --help} of a verb. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
