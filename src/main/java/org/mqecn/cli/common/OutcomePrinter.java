// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.io.IOException;
import java.io.PrintWriter;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.host.ChangeOutcome;
import picocli.CommandLine;

/** How the outcome of a change is told. */
public final class OutcomePrinter {
    private OutcomePrinter() {}

    /** Gives the exit code for it. */
    public static int print(CommandLine command, ChangeOutcome outcome, boolean json, boolean dryRun)
            throws IOException {
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

    private static void writeJson(PrintWriter out, ChangeOutcome outcome, boolean dryRun) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("changed", outcome.changed() && !dryRun);
                json.field("dry_run", dryRun);
                json.field("summary", outcome.summary());
                json.stringArray("commands", outcome.commands());
                json.stringArray("warnings", outcome.warnings());
            });
        }
    }
}
