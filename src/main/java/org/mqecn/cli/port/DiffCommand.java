// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.view.PortDifferenceView;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.PortApplier;
import org.mqecn.host.PortDifference;
import org.mqecn.netlink.Netns;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = {
            "Compare ports with the files that specify them.",
            "",
            "Exit status 0 if they are equal, 1 if they differ, 2 on errors, so that a script can tell them apart.%n"
        })
public final class DiffCommand implements Callable<Integer> {
    @Mixin
    private PortFileOptions portFiles;

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws IOException {
        List<PortDifference> differences = differences();
        new PortDifferenceView(spec.commandLine().getOut()).print(differences, common.isJson());
        return differences.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private List<PortDifference> differences() {
        try {
            List<PortSpec> ports = portFiles.read(LocalMachine.current(), common.namespace());
            return Netns.call(common.namespace(), () -> {
                PortApplier portApplier =
                        new PortApplier(ChangeContext.onThisMachine(common.namespace(), true), ports, false);
                portApplier
                        .describeInterrupted()
                        .ifPresent(warning -> Messages.printWarning(spec.commandLine(), warning));
                return portApplier.differences();
            });
        } catch (UserError e) {
            throw UserError.usage(e.getMessage(), e.remedy());
        }
    }
}
