// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.PortSaver;
import org.mqecn.netlink.Netns;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "save",
        description = {
            "Save ports with all their settings for 'mqecn apply', and so that they come back after a reboot.",
            "",
            "Without -f, each port is saved to " + PortFileOptions.DEFAULT_FOLDER
                    + "/DEV.yaml. With the systemd units of "
                    + "mqecn, the ports in this folder are installed whenever their devices appear.%n"
        })
public final class SaveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..*", description = "Network devices (default: all ports).")
    private List<String> devices = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Save the ports to one file, see mqecn-ports(5); '-' is standard output.")
    private Optional<Path> file = Optional.empty();

    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return changeOptions.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        if (file.filter(path -> path.toString().equals(PortFileOptions.STANDARD_STREAM))
                .isPresent()) {
            String namespace = changeOptions.namespace();
            spec.commandLine().getOut().print(Netns.call(namespace, () -> saver(
                            ChangeContext.onThisMachine(namespace, true))
                    .text()));
            return ExitCode.SUCCESS;
        }
        return changeOptions.execute(
                spec.commandLine(),
                context -> file.map(path -> saver(context).save(path)).orElseGet(() -> saver(context)
                        .saveEach(PortFileOptions.defaultFolder(context.machine(), context.namespace()))));
    }

    private PortSaver saver(ChangeContext context) {
        return new PortSaver(context, devices);
    }
}
