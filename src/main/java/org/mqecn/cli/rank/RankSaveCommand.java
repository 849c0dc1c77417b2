// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.host.ChangeContext;
import org.mqecn.netlink.Netns;
import org.mqecn.rank.RuleManager;
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
            "The file can also be used with 'mqecn rank apply'. Counters are not saved.%n"
        })
final class RankSaveCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Output file (default: one per network namespace in /var/lib/mqecn/rank).")
    private Optional<Path> file = Optional.empty();

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        return OutcomePrinter.print(
                spec.commandLine(),
                Netns.call(common.namespace(), () -> new RuleManager(
                                ChangeContext.onThisMachine(common.namespace(), false), false)
                        .save(file)),
                common.isJson(),
                false);
    }
}
