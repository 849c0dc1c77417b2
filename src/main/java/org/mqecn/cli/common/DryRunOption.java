// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import picocli.CommandLine.Option;

/** The {@code --dry-run} option of a verb with annotations; {@link ChangeOptions} has its own. */
public final class DryRunOption {
    static final String DESCRIPTION = "Print the commands without running them.";

    @Option(names = "--dry-run", description = DESCRIPTION)
    private boolean dryRun;

    public boolean isSet() {
        return dryRun;
    }
}
