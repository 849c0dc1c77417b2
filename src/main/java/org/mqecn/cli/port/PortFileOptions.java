// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.PortFiles;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.UserError;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files of ports that a verb reads, and the devices in them that it is about. */
final class PortFileOptions {
    static final String DEFAULT_FOLDER = "/etc/mqecn/ports.d";
    static final String STANDARD_STREAM = "-";

    private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

    @Parameters(paramLabel = "DEV", arity = "0..*", description = "Network devices (default: all in the files).")
    private List<String> devices = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "File of ports, see mqecn-ports(5), or folder with *.yaml files; several if repeated. '-' is "
                    + "standard input (default: " + DEFAULT_FOLDER + ").")
    private List<Path> files = List.of();

    /**
     * Reads the specifications of the ports.
     *
     * @throws UserError with every error of the files
     */
    List<PortSpec> read(LocalMachine machine, String namespace) {
        List<PortSpec> ports = readFiles(machine, namespace).requireValid();
        if (devices.isEmpty()) {
            return ports;
        }
        devices.stream()
                .filter(device -> ports.stream().noneMatch(port -> port.name().equals(device)))
                .findFirst()
                .ifPresent(device -> {
                    throw new UserError(
                            (files.isEmpty() ? "no file in " + DEFAULT_FOLDER + " has" : "the files do not have")
                                    + " a port " + device,
                            "'mqecn save " + device + "' saves it");
                });
        return ports.stream().filter(port -> devices.contains(port.name())).toList();
    }

    private PortFiles readFiles(LocalMachine machine, String namespace) {
        if (!files.isEmpty()) {
            return PortFiles.read(files.stream()
                    .map(file -> file.toString().equals(STANDARD_STREAM) ? STANDARD_INPUT : file)
                    .toList());
        }
        Path folder = defaultFolder(machine, namespace);
        if (!Files.isDirectory(folder)) {
            throw new UserError(
                    "there are no files of ports: " + folder + " does not exist",
                    "'mqecn save' writes them, or name one with -f FILE");
        }
        return devices.isEmpty() ? PortFiles.read(List.of(folder)) : PortFiles.readWith(folder, devices);
    }

    /**
     * The folder of the ports of this machine.
     *
     * @throws UserError a usage error for a network namespace
     */
    static Path defaultFolder(LocalMachine machine, String namespace) {
        if (!namespace.isEmpty()) {
            throw UserError.usage(
                    "the ports in " + DEFAULT_FOLDER + " are not those of a network namespace",
                    "name a file for the ports of " + namespace + ": -f FILE");
        }
        return machine.portFolder();
    }
}
