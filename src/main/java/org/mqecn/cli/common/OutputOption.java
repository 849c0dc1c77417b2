// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import picocli.CommandLine.Option;

/** The {@code --output} option of a verb with annotations; {@link CommonOptions} has its own. */
public final class OutputOption {
    static final String LABEL = "table|json";
    static final String DESCRIPTION = "Output format (default: table).";

    @Option(
            names = {"-o", "--output"},
            paramLabel = LABEL,
            description = DESCRIPTION)
    private OutputFormat format = OutputFormat.TABLE;

    public boolean isJson() {
        return format == OutputFormat.JSON;
    }
}
