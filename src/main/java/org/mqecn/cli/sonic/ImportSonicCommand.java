// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.sonic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.port.DwrrSetting;
import org.mqecn.schema.TextFile;
import org.mqecn.sonic.SonicImport;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.Rate;
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
            "Print a port of a SONiC switch as a file of ports, for 'mqecn apply -f -'.",
            "",
            "Reads PORT, PORT_QOS_MAP, QUEUE, SCHEDULER, WRED_PROFILE, DSCP_TO_TC_MAP, DOT1P_TO_TC_MAP and TC_TO_QUEUE_MAP. "
                    + "A warning names each thing that a port cannot express.%n"
        },
        footer = {"", "Example: mqecn import sonic config_db.json --port Ethernet0 --device eth1 --rate 995mbit"})
final class ImportSonicCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "config_db.json or qos.json of the switch.")
    private Path file;

    @Option(names = "--port", required = true, paramLabel = "PORT", description = "Port of the switch: Ethernet0.")
    private String port;

    @Option(
            names = "--device",
            paramLabel = "DEV",
            description = "Network device that gets the port (default: the name of the switch's port).")
    private String device = "";

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "Rate of the port (default: the speed in the file). Thresholds stay as they are.")
    private String rate = "";

    @Option(
            names = "--shared-buffer",
            paramLabel = "BYTES",
            description = "Buffer of the port (default: three times the largest threshold).")
    private String buffer = "";

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SonicImport imported = SonicImport.read(
                file.toString(),
                TextFile.readExpected(file, "expected a config_db.json or qos.json of SONiC"),
                port,
                rate.isEmpty() ? Optional.empty() : Optional.of(Rate.parse(rate)),
                buffer.isEmpty() ? Optional.empty() : Optional.of(DwrrSetting.SHARED_BUFFER.parse(buffer)));
        imported.notes().forEach(note -> Messages.printWarning(spec.commandLine(), note));
        spec.commandLine()
                .getOut()
                .print(PortFile.write(
                        List.of(PortSpec.of(device.isEmpty() ? port : device, Optional.of(imported.request())))));
        return ExitCode.SUCCESS;
    }
}
