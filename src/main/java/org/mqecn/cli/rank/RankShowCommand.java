// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.PortSelection;
import org.mqecn.cli.view.ClassificationView;
import org.mqecn.host.ChangeContext;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.rank.ClassificationTable;
import org.mqecn.rank.RankTable;
import org.mqecn.rank.RuleManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = {"Show how ports map DSCP and priority to queues or ranks.", ""})
final class RankShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "Network device of the port (default: all ports).")
    private Optional<String> device = Optional.empty();

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        List<ClassificationTable> tables = Netns.call(common.namespace(), this::tables);
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            ClassificationView.printJson(out, tables);
        } else {
            tables.forEach(table -> ClassificationView.print(out, table));
        }
        return ExitCode.SUCCESS;
    }

    private List<ClassificationTable> tables() {
        RankTable table = new RuleManager(ChangeContext.onThisMachine(common.namespace(), false), false).table();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            return PortSelection.read(reader, device, port -> port.config().isComplete()).stream()
                    .map(port -> ClassificationTable.of(port, table))
                    .toList();
        }
    }
}
