// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.sonic;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The formats that can be exported. */
@Command(name = "export", description = "Convert files of ports to configurations of other switches.")
public final class ExportCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup().add("sonic", ExportSonicCommand::new).commandLine(new ExportCommand(), requested);
    }
}
