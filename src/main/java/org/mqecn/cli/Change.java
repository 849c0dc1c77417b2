// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Function;
import org.mqecn.host.Outcome;
import org.mqecn.host.Session;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of every verb that changes something, and how its outcome is told. */
final class Change extends Common {
    private final OptionSpec dryRun = OptionSpec.builder("--dry-run").type(boolean.class).initialValue(false)
            .description("Only print the commands that would run.").build();

    @Override
    void addTo(CommandSpec verb) {
        super.addTo(verb);
        verb.addOption(dryRun);
    }

    private boolean isDryRun() {
        return dryRun.getValue();
    }

    /** Makes a change and tells what came of it: gives the exit code for it. */
    int make(CommandLine command, Function<Session, Outcome> change) throws Exception {
        return tell(command, inside(() -> change.apply(Session.local(namespace(), isDryRun()))));
    }

    private int tell(CommandLine command, Outcome outcome) throws IOException {
        outcome.warnings().forEach(warning -> command.getErr().println("mqecn: warning: " + warning));
        if (isJson()) {
            writeJson(command.getOut(), outcome);
        } else if (!outcome.changed()) {
            command.getErr().println("mqecn: nothing to change: " + outcome.summary());
        } else if (isDryRun()) {
            outcome.commands().forEach(command.getOut()::println);
        } else {
            command.getOut().println(outcome.summary());
        }
        return outcome.changed() ? Main.DONE : Main.UNCHANGED;
    }

    private void writeJson(PrintWriter out, Outcome outcome) throws IOException {
        try (Json json = new Json(out)) {
            json.object(() -> {
                json.field("changed", outcome.changed() && !isDryRun());
                json.field("dry_run", isDryRun());
                json.field("summary", outcome.summary());
                json.strings("commands", outcome.commands());
                json.strings("warnings", outcome.warnings());
            });
        }
    }
}
