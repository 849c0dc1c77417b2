// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.List;
import java.util.Set;
import org.mqecn.host.Command;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.KernelModule;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.NetnsCommands;
import org.mqecn.host.OpenFileLimit;
import org.mqecn.host.Programs;
import org.mqecn.port.QdiscKind;

/** Acquires the facts about the machine: kernel, modules, tc, privileges. */
record MachineExamination(LocalMachine machine, CommandRunner runner) {
    private static final String TC = "tc";

    /** @param kinds of qdiscs that are needed */
    List<Finding> findings(Set<QdiscKind> kinds) {
        FindingCollector collector = new FindingCollector("");
        collector.add(CheckName.KERNEL, () -> new KernelVersionCheck(machine.kernelRelease()));
        collector.add(CheckName.HEADERS, this::headers);
        kinds.forEach(kind -> collector.add(CheckName.MODULE, () -> module(kind)));
        collector.add(CheckName.IPROUTE2, this::iproute2);
        kinds.forEach(kind -> collector.add(CheckName.TC_PLUGIN, () -> tcPlugin(kind)));
        collector.add(CheckName.PRIVILEGES, () -> new PrivilegeCheck(machine.isNetAdmin()));
        collector.add(
                CheckName.OPEN_FILES,
                () -> new OpenFilesCheck(OpenFileLimit.read().orElse(Long.MAX_VALUE)));
        return collector.findings();
    }

    private HealthCheck headers() {
        KernelModule module = new KernelModule(machine, QdiscKind.DWRR);
        return new HeadersCheck(
                module.headersFolder().toString(),
                module.hasHeaders(),
                !module.isLoaded() && !module.availability().isAvailable(),
                module.installHeaders());
    }

    private HealthCheck module(QdiscKind kind) {
        KernelModule module = new KernelModule(machine, kind);
        return new ModuleCheck(module.name(), module.isLoaded(), module.versionWarning(), module.availability());
    }

    private HealthCheck iproute2() {
        return new Iproute2Check(
                Programs.isInstalled(TC)
                        ? runner.capture(List.of(TC, "-V")).output().strip()
                        : "");
    }

    /** Any device serves: tc asks the plugin for its help before it asks the kernel for the device. */
    private HealthCheck tcPlugin(QdiscKind kind) {
        Command command = new NetnsCommands("")
                .tcWithPlugins(machine, List.of("qdisc", "add", "dev", "lo", "root", kind.keyword(), "help"));
        return new TcPluginCheck(
                kind.keyword(),
                command.shellLine(),
                Programs.unrunnable(TC).orElseGet(() -> runner.capture(command.words())));
    }
}
