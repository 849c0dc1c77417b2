// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.NetnsCommands;
import org.mqecn.host.PortFiles;
import org.mqecn.host.Programs;
import org.mqecn.host.SmallFile;
import org.mqecn.port.QdiscKind;

/** What a maintainer would ask for about this machine, besides findings and counters. A command that fails leaves its error. */
public record SystemReport(LocalMachine machine, CommandRunner runner, String namespace) {
    private static final String KERNEL_MESSAGES = "dwrr|eiffel|mqecn";

    public List<ReportEntry> entries() {
        List<ReportEntry> entries = new ArrayList<>();
        entries.add(
                new ReportEntry("versions.txt", "versions of kernel, Java, mqecn, iproute2, distribution", versions()));
        entries.add(command("qdiscs.txt", "qdiscs of all devices", "tc", "-s", "-d", "qdisc", "show"));
        entries.add(command("sysctls.txt", "defaults of new ports", "sysctl", "dwrr"));
        for (QdiscKind kind : QdiscKind.values()) {
            entries.add(command(
                    kind.module() + ".txt",
                    "the module " + kind.module() + " as modprobe finds it",
                    "modinfo",
                    kind.module()));
        }
        entries.add(new ReportEntry(
                "kernel-messages.txt",
                "messages of the kernel that name dwrr, eiffel or mqecn",
                text("dmesg")
                        .lines()
                        .filter(line -> line.matches("(?i).*(" + KERNEL_MESSAGES + "|dmesg).*"))
                        .collect(Collectors.joining("\n", "", "\n"))));
        entries.add(new ReportEntry("saved-ports.txt", "files of ports in " + machine.portFolder(), savedPorts()));
        return entries;
    }

    private String versions() {
        Map<String, String> versions = machine.versions();
        return versions.entrySet().stream()
                        .map(version -> version.getKey() + " " + version.getValue())
                        .collect(Collectors.joining("\n"))
                + "\njava " + Runtime.version() + "\n" + text("tc", "-V")
                + SmallFile.read(machine.root().resolve("etc/os-release")).orElse("") + "\n";
    }

    private ReportEntry command(String name, String description, String... words) {
        return new ReportEntry(name, description, text(words));
    }

    private String text(String... words) {
        CommandResult result = Programs.unrunnable(words[0])
                .orElseGet(() ->
                        runner.capture(new NetnsCommands(namespace).exec(words).words()));
        return result.output() + result.errors();
    }

    private String savedPorts() {
        Path folder = machine.portFolder();
        if (!Files.isDirectory(folder)) {
            return "none\n";
        }
        return PortFiles.expand(folder).stream()
                .map(file -> "# " + file + "\n" + SmallFile.read(file).orElse("cannot be read") + "\n")
                .collect(Collectors.joining());
    }
}
