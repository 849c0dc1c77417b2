// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.function.Function;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.netlink.Netns;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of every verb that changes ports, modules or rules. */
public final class ChangeOptions extends CommonOptions {
    private final OptionSpec dryRun = OptionSpec.builder("--dry-run")
            .type(boolean.class)
            .initialValue(false)
            .description(DryRunOption.DESCRIPTION)
            .build();

    @Override
    public void addTo(CommandSpec verb) {
        super.addTo(verb);
        verb.addOption(dryRun);
    }

    private boolean isDryRun() {
        return dryRun.getValue();
    }

    /**
     * Makes a change and prints its outcome.
     *
     * @return the exit code
     */
    public int execute(CommandLine command, Function<ChangeContext, ChangeOutcome> change) throws Exception {
        return OutcomePrinter.print(
                command,
                Netns.call(
                        namespace(),
                        () -> change.apply(ChangeContext.onThisMachine(namespace(), isDryRun())
                                .withProgress(line -> Messages.print(command, line)))),
                isJson(),
                isDryRun());
    }
}
