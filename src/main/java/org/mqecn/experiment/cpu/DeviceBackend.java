// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.net.InetSocketAddress;
import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Commands;
import org.mqecn.host.Machine;
import org.mqecn.host.OpenFiles;
import org.mqecn.host.Plan;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.UserError;

/** From a device of this machine to a server at another one. What stood on the device by default is there again after. */
public final class DeviceBackend implements CpuBackend {
    private static final String HANDLE = "c90:";

    private final Machine machine;
    private final String namespace;
    private final String device;
    private final InetSocketAddress server;
    private final CommandRunner runner = new CommandRunner();

    /** @param namespace of the device; empty for that of this process */
    public DeviceBackend(Machine machine, String namespace, String device, InetSocketAddress server) {
        this.machine = machine;
        this.namespace = namespace;
        this.device = device;
        this.server = server;
    }

    @Override
    public void requireReady(CpuSetup setup) {
        machine.requireNetAdmin("put qdiscs on " + device);
        requireFree();
        OpenFiles.require(setup.flows());
        requirePorts(setup.flows());
    }

    @Override
    public String place() {
        return "this machine's " + device + " to " + server.getAddress().getHostAddress() + ", kernel "
                + machine.release();
    }

    @Override
    public String run(CpuTrial trial) throws Exception {
        requireFree();
        new Plan().add(add(trial), remove()).run(runner, () -> { });
        try {
            return new CpuRun(trial, machine, namespace, device, server).run();
        } finally {
            new Plan().add(remove()).run(runner, () -> { });
        }
    }

    @Override
    public List<String> before(CpuTrial trial) {
        return List.of(Command.of(add(trial)).line());
    }

    @Override
    public List<String> after(CpuTrial trial) {
        return List.of(Command.of(remove()).line());
    }

    private List<String> add(CpuTrial trial) {
        List<String> words = tc("qdisc", "add", "dev", device, "root", "handle", HANDLE, trial.qdisc().kind());
        trial.qdisc().options(trial.setup().flows()).forEach((name, value) -> words.addAll(List.of(name, value)));
        return words;
    }

    private List<String> remove() {
        return tc("qdisc", "del", "dev", device, "root");
    }

    private List<String> tc(String... words) {
        return new Commands(machine, namespace).tc(words);
    }

    private void requirePorts(int flows) {
        Netns.call(namespace, () -> Machine.read(machine.sysctl(LocalPorts.SYSCTL))).ifPresent(range ->
                LocalPorts.require(flows, range, new Commands(machine, namespace)
                        .sysctl("-w", LocalPorts.SYSCTL + "=" + LocalPorts.ALL)));
    }

    private void requireFree() {
        Netns.call(namespace, this::requireFreeHere);
    }

    private Void requireFreeHere() {
        try (Kernel kernel = new Kernel()) {
            kernel.qdiscs(kernel.link(device)).stream()
                    .filter(qdisc -> qdisc.parent() == Qdisc.ROOT && !qdisc.isDefault()).findFirst()
                    .ifPresent(qdisc -> {
                        throw new UserError("on " + device + " stands " + qdisc.kind() + " " + qdisc.handleText()
                                + (qdisc.handleText().equals(HANDLE) ? ", which a bench that was killed left" : "")
                                + ": it would be lost", Command.of(remove()).line() + " removes it");
                    });
            return null;
        }
    }
}
