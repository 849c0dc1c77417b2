// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "del",
        description = {"Remove rules.", ""})
final class RankDeleteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Names of the rules.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "Remove all rules and the nftables table.")
    private boolean all;

    private final RankChangeOptions change = new RankChangeOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return change.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        if (all != names.isEmpty()) {
            throw UserError.usage(
                    all ? "--all takes no rule names" : "missing rule names",
                    "use 'mqecn rank del NAME…' or 'mqecn rank del --all'");
        }
        return change.execute(
                spec.commandLine(), ruleManager -> all ? ruleManager.apply(List.of()) : ruleManager.delete(names));
    }
}
