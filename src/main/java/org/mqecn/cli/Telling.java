// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.mqecn.host.Outcome;
import picocli.CommandLine;

/** How the outcome of a change is told. */
final class Telling {
    private Telling() {}

    /** Gives the exit code for it. */
    static int tell(CommandLine command, Outcome outcome, boolean json, boolean dryRun) throws IOException {
        outcome.warnings().forEach(warning -> command.getErr().println("mqecn: warning: " + warning));
        if (json) {
            writeJson(command.getOut(), outcome, dryRun);
        } else if (!outcome.changed()) {
            command.getErr().println("mqecn: nothing to change: " + outcome.summary());
        } else if (dryRun) {
            outcome.commands().forEach(command.getOut()::println);
        } else {
            command.getOut().println(outcome.summary());
        }
        return outcome.changed() ? ExitCode.SUCCESS : ExitCode.UNCHANGED;
    }

    private static void writeJson(PrintWriter out, Outcome outcome, boolean dryRun) throws IOException {
        try (Json json = new Json(out)) {
            json.object(() -> {
                json.field("changed", outcome.changed() && !dryRun);
                json.field("dry_run", dryRun);
                json.field("summary", outcome.summary());
                json.strings("commands", outcome.commands());
                json.strings("warnings", outcome.warnings());
            });
        }
    }
}
