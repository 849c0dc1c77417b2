// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.function.Function;
import org.mqecn.host.Outcome;
import org.mqecn.rank.Ranker;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options of every verb that changes rules. */
final class RankChange {
    private final Change change = new Change();
    private final OptionSpec force = OptionSpec.builder("--force").type(boolean.class).initialValue(false)
            .description("Go on where somebody else has changed the table: what is not mqecn's in it is lost.").build();

    CommandLine line(Object verb) {
        CommandLine line = change.line(verb);
        line.getCommandSpec().addOption(force);
        return line;
    }

    int make(CommandLine command, Function<Ranker, Outcome> task) throws Exception {
        return change.make(command, session -> new Ranker(session, force.getValue()).inTurn(task));
    }
}
