// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.host.Session;
import org.mqecn.rank.Ranker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "save", description = {"Save the rules for 'mqecn rank restore', after a reboot for example.", "",
    "They are saved as a file that 'mqecn rank apply' takes as well; counters are not.%n"})
final class RankSave implements Callable<Integer> {
    @Option(names = {"-f", "--file"}, paramLabel = "FILE",
            description = "Where to (default: /var/lib/mqecn/rank, a file for each network namespace).")
    private Optional<Path> file = Optional.empty();

    private final Common common = new Common();

    @Spec
    private CommandSpec spec;

    CommandLine line() {
        return common.line(this);
    }

    @Override
    public Integer call() throws Exception {
        return Telling.tell(spec.commandLine(), common.inside(() ->
                new Ranker(Session.local(common.namespace(), false), false).save(file)), common.isJson(), false);
    }
}
