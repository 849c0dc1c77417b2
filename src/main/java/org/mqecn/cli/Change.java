// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

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
        return Telling.tell(command, inside(() -> change.apply(Session.local(namespace(), isDryRun()))), isJson(),
                isDryRun());
    }
}
