// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.UserError;

/** Writes the ports of a network namespace to files, with all of their settings. */
public final class PortSaver {
    private static final String HEADER = "# Written by 'mqecn save', read by 'mqecn apply'. See mqecn-ports(5).\n";
    private static final String ROOT = "root";

    private final ChangeContext context;
    private final List<String> devices;
    private final List<String> warnings = new ArrayList<>();

    /** @param devices names of the devices to save; empty for all ports */
    public PortSaver(ChangeContext context, List<String> devices) {
        this.context = context;
        this.devices = List.copyOf(devices);
    }

    /**
     * The text of a file with the ports.
     *
     * @throws UserError if there are none, or a device is no port
     */
    public String text() {
        return format(readPorts());
    }

    /** The text of a file with devices that are no ports. */
    public static String textWithoutPorts(List<String> devices) {
        return format(devices.stream()
                .map(device -> PortSpec.of(device, Optional.empty()))
                .toList());
    }

    private static String format(List<PortSpec> ports) {
        return HEADER + PortFile.write(ports);
    }

    /**
     * Writes the ports to one file.
     *
     * @throws UserError if that fails
     */
    public ChangeOutcome save(Path file) {
        return write(Map.of(file, text()));
    }

    /**
     * Writes each port to a file in a folder, {@code DEV.yaml}.
     *
     * @throws UserError if that fails, or if another file of the folder has one of the devices
     */
    public ChangeOutcome saveEach(Path folder) {
        Map<Path, String> texts = new LinkedHashMap<>();
        for (PortSpec port : readPorts()) {
            Path file = PortFiles.fileOf(folder, port.name());
            PortFiles.findOther(folder, port.name(), file).ifPresent(other -> {
                throw new UserError(
                        port.name() + " is already in " + other + ", which 'mqecn save' does not overwrite",
                        "'mqecn edit -f " + other + "' changes it there; -f FILE saves to another file");
            });
            PortFiles.findOtherPort(file, port.name()).ifPresent(lost -> {
                throw new UserError(
                        file + " also has " + lost + ", which 'mqecn save " + port.name() + "' would delete",
                        "'mqecn edit -f " + file + "' changes it; -f FILE saves to another file");
            });
            texts.put(file, format(List.of(port)));
        }
        return write(texts);
    }

    private List<PortSpec> readPorts() {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            List<Port> ports = devices.isEmpty()
                    ? reader.readPorts()
                    : devices.stream()
                            .flatMap(device -> requirePorts(reader, device).stream())
                            .toList();
            List<PortSpec> savable = ports.stream()
                    .filter(this::isSavable)
                    .map(port -> PortSpec.of(port.device(), Optional.of(QdiscRequest.of(port.config()))))
                    .toList();
            if (savable.isEmpty()) {
                throw new UserError(
                        "there is no port to save" + (warnings.isEmpty() ? "" : ": " + String.join("; ", warnings)),
                        "'mqecn install DEV --rate RATE' installs one");
            }
            return savable;
        }
    }

    private static List<Port> requirePorts(RtnetlinkReader reader, String device) {
        List<Port> ports = reader.readPorts(reader.readLink(device));
        if (ports.isEmpty()) {
            throw new UserError(device + " is not a port", "'mqecn stats' lists the ports");
        }
        return ports;
    }

    /** A port below another qdisc could not be installed alone, and one that impersonates tbf is described by sysctls. */
    private boolean isSavable(Port port) {
        if (!port.parent().equals(ROOT)) {
            warnings.add(
                    port.device() + ": the port at " + port.parent() + " belongs to another qdisc and is not saved");
        } else if (!port.config().isComplete()) {
            warnings.add(port.device() + ": the port impersonates tbf and is not saved");
        }
        return port.parent().equals(ROOT) && port.config().isComplete();
    }

    private ChangeOutcome write(Map<Path, String> texts) {
        Map<Path, String> changed = new LinkedHashMap<>(texts);
        changed.entrySet().removeIf(text -> isWritten(text.getKey(), text.getValue()));
        String files = texts.keySet().stream().map(Path::toString).collect(Collectors.joining(", "));
        if (changed.isEmpty()) {
            return ChangeOutcome.unchanged(files + (texts.size() == 1 ? " is" : " are") + " up to date", warnings);
        }
        if (!context.dryRun()) {
            changed.forEach(AtomicFile::writeAsRoot);
        }
        return new ChangeOutcome(
                true,
                "saved to " + changed.keySet().stream().map(Path::toString).collect(Collectors.joining(", ")),
                changed.entrySet().stream()
                        .map(text -> Command.installFile(text.getKey().toString(), text.getValue())
                                .shellLine())
                        .toList(),
                warnings);
    }

    private static boolean isWritten(Path file, String text) {
        try {
            return Files.isRegularFile(file) && Files.readString(file).equals(text);
        } catch (IOException e) {
            return false; // to be replaced
        }
    }
}
