// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.host.LocalMachine;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleFile;
import org.mqecn.rank.UserIds;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        description = {
            "Put the rules of a file in the place of all that are there.",
            "",
            "In one transaction: every packet meets either the old rules or the new ones. A rule that stays as it is keeps "
                    + "what it has counted, but for packets of the few milliseconds in between. mqecn-rank(5) tells of such "
                    + "files.%n"
        })
final class RankApplyCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The file of rules.")
    private Path file;

    private final RankChangeOptions change = new RankChangeOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return change.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        List<Rule> rules =
                RuleFile.read(file, UserIds.of(LocalMachine.current())).rules();
        return change.execute(spec.commandLine(), ruleManager -> ruleManager.apply(rules));
    }
}
