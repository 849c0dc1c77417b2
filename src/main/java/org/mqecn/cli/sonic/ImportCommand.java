// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.sonic;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The formats that can be imported. */
@Command(name = "import", description = "Convert configurations of other switches to files of ports.")
public final class ImportCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup().add("sonic", ImportSonicCommand::new).commandLine(new ImportCommand(), requested);
    }
}
