// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import picocli.CommandLine.Option;

/** How results are written. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How to write the result; nothing else goes to standard output.")
    private OutputFormat format = OutputFormat.TABLE;

    public boolean isJson() {
        return format == OutputFormat.JSON;
    }
}
