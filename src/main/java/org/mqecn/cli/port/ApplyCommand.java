// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.PortApplier;
import org.mqecn.topology.PortSpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        sortOptions = false,
        description = {
            "Make ports as files specify them, and change only what differs.",
            "",
            "Settings that a file does not name have their defaults. Devices that no file names are left alone. All or "
                    + "nothing: every error is reported before the first change, and if a change fails, the previous ones are "
                    + "rolled back. Exit status 0 also if nothing differs.%n"
        },
        footer = {"", "Example: mqecn apply --confirm 60s && ping -c 3 gateway && mqecn confirm"})
public final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private PortFileOptions portFiles;

    @Mixin
    private ConfirmationOption confirmation;

    @Option(names = "--replace", description = "Replace other qdiscs that are in the way.")
    private boolean replace;

    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return changeOptions.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        Optional<Duration> wait = confirmation.time();
        List<PortSpec> ports = portFiles.read(LocalMachine.current(), changeOptions.namespace());
        int status = changeOptions.execute(spec.commandLine(), context -> {
            PortApplier portApplier = new PortApplier(context, ports, replace);
            return wait.map(portApplier::applyUntilConfirmed).orElseGet(portApplier::apply);
        });
        return status == ExitCode.UNCHANGED ? ExitCode.SUCCESS : status;
    }
}
