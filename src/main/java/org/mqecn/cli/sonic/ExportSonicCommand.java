// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.sonic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.host.PortFiles;
import org.mqecn.sonic.SonicExport;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sonic",
        sortOptions = false,
        description = {
            "Print a port in a file of ports as tables for the config_db.json of a SONiC switch.",
            "",
            "A warning names each thing that SONiC cannot express. 'mqecn save -f FILE' writes the file of a port.%n"
        },
        footer = {"", "Example: mqecn export sonic ports.yaml --device eth1 --port Ethernet0"})
final class ExportSonicCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "File of ports, see mqecn-ports(5).")
    private Path file;

    @Option(names = "--device", paramLabel = "DEV", description = "Network device in the file (default: the only one).")
    private String device = "";

    @Option(names = "--port", required = true, paramLabel = "PORT", description = "Port of the switch: Ethernet0.")
    private String port;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Name of maps and profiles (default: ${DEFAULT-VALUE}).")
    private String profile = "MQECN";

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PortSpec found = select(PortFiles.read(List.of(file)).requireValid());
        SonicExport exported = SonicExport.of(
                found.request()
                        .orElseThrow(() -> UserError.usage(
                                found.name() + " is no port in " + file, "export a device that is a port")),
                port,
                profile);
        exported.notes().forEach(note -> Messages.printWarning(spec.commandLine(), note));
        try (JsonWriter json = new JsonWriter(spec.commandLine().getOut())) {
            json.value(exported.tables());
        }
        return ExitCode.SUCCESS;
    }

    private PortSpec select(List<PortSpec> ports) {
        List<String> names = ports.stream().map(PortSpec::name).toList();
        return ports.stream()
                .filter(each ->
                        device.isEmpty() ? ports.size() == 1 : each.name().equals(device))
                .findFirst()
                .orElseThrow(() -> device.isEmpty()
                        ? UserError.usage(
                                file + " has " + ports.size() + " devices",
                                "name one: --device " + String.join("|", names))
                        : UserError.usage(file + " has no device " + device, Suggestion.of(device, names)));
    }
}
