// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.util.function.Function;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.rank.RuleManager;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options of the verbs that change rules. */
final class RankChangeOptions {
    private final ChangeOptions changeOptions = new ChangeOptions();
    private final OptionSpec force = OptionSpec.builder("--force")
            .type(boolean.class)
            .initialValue(false)
            .description("Continue even if another program has changed the table.")
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
