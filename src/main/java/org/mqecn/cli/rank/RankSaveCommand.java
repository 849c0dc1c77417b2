// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "save",
        description = {
            "Save the rules for 'mqecn rank restore', for example after a reboot.",
            "",
            "The file can also be used with 'mqecn rank apply'. Counters are not saved. Beside the default file, a file for "
                    + "nft is written, which mqecn-rank.service loads at boot.",
            "",
            "Rules that another program removed are not overwritten with what is left, unless --force is given.%n"
        })
final class RankSaveCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Output file (default: one per network namespace in /var/lib/mqecn/rank).")
    private Optional<Path> file = Optional.empty();

    private final RankChangeOptions change = new RankChangeOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return change.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        return change.execute(spec.commandLine(), ruleManager -> ruleManager.save(file));
    }
}
