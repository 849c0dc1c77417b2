// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.io.IOException;
import java.io.PrintWriter;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.host.ChangeOutcome;
import picocli.CommandLine;

/** Prints the outcome of a change. */
public final class OutcomePrinter {
    private OutcomePrinter() {}

    /** @return the exit code */
    public static int print(CommandLine command, ChangeOutcome outcome, boolean json, boolean dryRun)
            throws IOException {
        outcome.warnings().forEach(warning -> Messages.printWarning(command, warning));
        if (json) {
            writeJson(command.getOut(), outcome, dryRun);
        } else if (!outcome.changed()) {
            Messages.print(command, "nothing to change: " + outcome.summary());
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
