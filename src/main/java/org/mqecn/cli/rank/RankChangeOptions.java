// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.util.function.Function;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.rank.RuleManager;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options of every verb that changes rules. */
final class RankChangeOptions {
    private final ChangeOptions changeOptions = new ChangeOptions();
    private final OptionSpec force = OptionSpec.builder("--force")
            .type(boolean.class)
            .initialValue(false)
            .description("Go on where somebody else has changed the table: what is not mqecn's in it is lost.")
            .build();

    CommandLine commandLine(Object verb) {
        CommandLine line = changeOptions.commandLine(verb);
        line.getCommandSpec().addOption(force);
        return line;
    }

    int execute(CommandLine command, Function<RuleManager, ChangeOutcome> task) throws Exception {
        return changeOptions.execute(command, context -> new RuleManager(context, force.getValue()).withLock(task));
    }
}
