// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.host.Machine;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleFile;
import org.mqecn.rank.Users;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "apply", description = {"Put the rules of a file in the place of all that are there.", "",
    "In one transaction: every packet meets either the old rules or the new ones. A rule that stays as it is keeps "
            + "what it has counted, but for packets of the few milliseconds in between. mqecn-rank(5) tells of such "
            + "files.%n"})
final class RankApply implements Callable<Integer> {
    @Option(names = {"-f", "--file"}, paramLabel = "FILE", required = true, description = "The file of rules.")
    private Path file;

    private final RankChange change = new RankChange();

    @Spec
    private CommandSpec spec;

    CommandLine line() {
        return change.line(this);
    }

    @Override
    public Integer call() throws Exception {
        List<Rule> rules = RuleFile.read(file, Users.of(Machine.local())).rules();
        return change.make(spec.commandLine(), ranker -> ranker.apply(rules));
    }
}
