// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.host.LocalMachine;
import org.mqecn.rank.NameDatabase;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        description = {
            "Replace all rules by those of a file, see mqecn-rank(5).",
            "",
            "Atomic: each packet sees either the old or the new rules. Unchanged rules keep their counters, except for packets "
                    + "counted during the swap.%n"
        })
final class RankApplyCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "File of rules.")
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
                RuleFile.read(file, NameDatabase.of(LocalMachine.current())).rules();
        return change.execute(spec.commandLine(), ruleManager -> ruleManager.apply(rules));
    }
}
