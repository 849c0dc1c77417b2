// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.port.Port;
import org.mqecn.port.UserError;

/**
 * Removes ports and puts back what {@link Installer} changed, also where that was interrupted. The module goes where
 * install loaded it and nobody uses it any more; qdiscs of other kinds stay.
 */
public final class Remover {
    private final Session session;
    private final KernelModule module;
    private final Memory memory;

    public Remover(Session session) {
        this.session = session;
        this.module = session.module();
        this.memory = session.memory();
    }

    /**
     * Removes the ports of a device.
     *
     * @throws UserError where it cannot be done
     */
    public Outcome remove(String device) {
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = session.find(kernel, device, warnings);
            if (link.isEmpty()) {
                Plan plan = new Plan().add(session.at(device, "root", "del"));
                return new Outcome(true, "", plan.lines(), warnings);
            }
            return remove(kernel, link.get());
        }
    }

    private Outcome remove(Kernel kernel, Link link) {
        List<Port> ports = kernel.ports(link);
        Optional<Memory.Device> before = memory.recall(link);
        if (ports.isEmpty() && before.isEmpty()) {
            return Outcome.unchanged(link.name() + " is not a port" + others(kernel, link));
        }
        Plan plan = new Plan();
        ports.forEach(port -> plan.add(session.at(port, "del")));
        before.ifPresent(found -> plan.add(new SuperPackets(session.commands()).restore(link, found)));
        boolean unloads = memory.recallsModule() && module.isLoaded() && module.users() == ports.size();
        List<String> lines = new ArrayList<>(plan.lines());
        if (unloads) {
            lines.addAll(module.unloadPlan().lines());
        }
        session.carryOut("remove the port from " + link.name(), plan, () -> verify(kernel, link));
        if (!session.dryRun()) {
            memory.forget(link);
            unloadModule(unloads);
        }
        return new Outcome(true, link.name() + " is no port any more", lines, List.of());
    }

    private void unloadModule(boolean unloads) {
        if (unloads && module.users() == 0) {
            session.carryOut("unload the module", module.unloadPlan(), () -> { });
            memory.forgetModule();
        }
    }

    private static String others(Kernel kernel, Link link) {
        return kernel.qdiscs(link).stream().filter(qdisc -> !qdisc.isDefault())
                .map(qdisc -> "; " + qdisc.kind() + " " + qdisc.handleText() + " is not mqecn's and stays")
                .findFirst().orElse("");
    }

    private static void verify(Kernel kernel, Link link) {
        if (!kernel.ports(link).isEmpty()) {
            throw new UserError("read back, " + link.name() + " is a port still",
                    "look at 'tc qdisc show dev " + link.name() + "'");
        }
    }
}
