// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.net.InetSocketAddress;
import java.util.List;
import org.mqecn.experiment.runner.Backend;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Commands;
import org.mqecn.host.Machine;
import org.mqecn.host.Plan;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.UserError;

/** From a device of this machine to a server at another one. What stood on the device by default is there again after. */
public final class DeviceBackend implements Backend<CpuTrial> {
    private static final String HANDLE = "c90:";

    private final Machine machine;
    private final String namespace;
    private final String device;
    private final InetSocketAddress server;
    private final CommandRunner runner = new CommandRunner();

    /**
     * @param namespace of the device; empty for that of this process
     * @throws UserError where the device is not there, or has a qdisc that somebody put there
     */
    public DeviceBackend(Machine machine, String namespace, String device, InetSocketAddress server) {
        this.machine = machine;
        this.namespace = namespace;
        this.device = device;
        this.server = server;
        machine.requireNetAdmin("put qdiscs on " + device);
        requireFree();
    }

    @Override
    public String place() {
        return "this machine's " + device + " to " + server.getAddress().getHostAddress() + ", kernel "
                + machine.release();
    }

    @Override
    public String run(CpuTrial trial) throws Exception {
        requireFree();
        List<String> remove = tc("qdisc", "del", "dev", device, "root");
        new Plan().add(tc("qdisc", "add", "dev", device, "root", "handle", HANDLE, trial.qdisc().word(), "limit",
                Integer.toString(Candidate.limit(trial.setup().flows()))), remove).run(runner, () -> { });
        try {
            return new CpuRun(trial, machine, namespace, device, server).run();
        } finally {
            new Plan().add(remove).run(runner, () -> { });
        }
    }

    private List<String> tc(String... words) {
        return new Commands(machine, namespace).tc(words);
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
                                + ": it would be lost", String.join(" ", tc("qdisc", "del", "dev", device, "root"))
                                + " removes it");
                    });
            return null;
        }
    }
}
