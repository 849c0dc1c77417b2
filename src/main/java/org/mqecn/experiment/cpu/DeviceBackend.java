// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.host.CommandPlan;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.NetnsCommands;
import org.mqecn.host.OpenFileLimit;
import org.mqecn.host.SmallFile;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.result.RunFile;
import org.mqecn.value.UserError;

/** From a device of this machine to a server on another machine. Restores the default qdisc of the device afterwards. */
public final class DeviceBackend implements CpuBackend {
    private static final String HANDLE = "c90:";

    private final LocalMachine machine;
    private final String namespace;
    private final String device;
    private final InetSocketAddress server;
    private final CommandRunner runner = new CommandRunner();

    /** @param namespace network namespace of the device; empty for that of this process */
    public DeviceBackend(LocalMachine machine, String namespace, String device, InetSocketAddress server) {
        this.machine = machine;
        this.namespace = namespace;
        this.device = device;
        this.server = server;
    }

    @Override
    public void requireReady(CpuBenchmark setup) {
        machine.requireNetAdmin("put qdiscs on " + device);
        requireDefaultQdisc();
        OpenFileLimit.require(setup.flows());
        requirePorts(setup.flows());
    }

    @Override
    public String environment() {
        return "this machine's " + device + " to " + server.getAddress().getHostAddress() + ", kernel "
                + machine.kernelRelease();
    }

    @Override
    public RunFile run(CpuTrial trial) throws Exception {
        requireDefaultQdisc();
        new CommandPlan().add(add(trial), remove()).run(runner, () -> {});
        try {
            return new CpuTrialRunner(trial, machine, namespace, device, server).run();
        } finally {
            new CommandPlan().add(remove()).run(runner, () -> {});
        }
    }

    @Override
    public List<String> setUpCommands(CpuTrial trial) {
        return List.of(add(trial).shellLine());
    }

    @Override
    public List<String> tearDownCommands(CpuTrial trial) {
        return List.of(remove().shellLine());
    }

    private Command add(CpuTrial trial) {
        List<String> words = new ArrayList<>(List.of(
                "qdisc",
                "add",
                "dev",
                device,
                "root",
                "handle",
                HANDLE,
                trial.qdisc().kind()));
        trial.qdisc().options(trial.benchmark().flows()).forEach((name, value) -> words.addAll(List.of(name, value)));
        return tc(words);
    }

    private Command remove() {
        return tc(List.of("qdisc", "del", "dev", device, "root"));
    }

    private Command tc(List<String> words) {
        return new NetnsCommands(namespace).tcWithPlugins(machine, words);
    }

    private void requirePorts(int flows) {
        Netns.call(namespace, () -> SmallFile.read(machine.sysctlFile(LocalPortRange.SYSCTL)))
                .ifPresent(range -> LocalPortRange.requireEnough(
                        flows,
                        range,
                        new NetnsCommands(namespace)
                                .exec("sysctl", "-w", LocalPortRange.SYSCTL + "=" + LocalPortRange.UNPRIVILEGED)));
    }

    private void requireDefaultQdisc() {
        Netns.call(namespace, this::requireDefaultQdiscHere);
    }

    private Void requireDefaultQdiscHere() {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            reader.readQdiscs(reader.readLink(device)).stream()
                    .filter(qdisc -> qdisc.parent() == Qdisc.ROOT && !qdisc.isDefault())
                    .findFirst()
                    .ifPresent(qdisc -> {
                        throw new UserError(
                                device + " has qdisc " + qdisc.kind() + " " + qdisc.handleText()
                                        + (qdisc.handleText().equals(HANDLE) ? ", left by a killed benchmark" : "")
                                        + ", which would be lost",
                                remove().shellLine() + " removes it");
                    });
            return null;
        }
    }
}
