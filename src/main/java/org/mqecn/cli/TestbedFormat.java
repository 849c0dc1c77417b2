// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine.Option;

/** How results are written. */
final class TestbedFormat {
    @Option(names = {"-o", "--output"}, paramLabel = "table|json",
            description = "How to write the result; nothing else goes to standard output.")
    private OutputFormat format = OutputFormat.TABLE;

    boolean isJson() {
        return format == OutputFormat.JSON;
    }
}
