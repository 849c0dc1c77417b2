// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;

/**
 * Removes ports and puts back what {@link Installer} changed, also where that was interrupted. The module goes where
 * install loaded it and nobody uses it any more; qdiscs of other kinds stay.
 */
public final class Remover {
    private final Session session;
    private final Memory memory;

    public Remover(Session session) {
        this.session = session;
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
        List<KernelModule> unused = unused(ports);
        if (ports.isEmpty() && before.isEmpty() && unused.isEmpty()) {
            return Outcome.unchanged(link.name() + " is not a port" + others(kernel, link));
        }
        Plan plan = new Plan();
        ports.forEach(port -> plan.add(session.at(port, "del")));
        before.ifPresent(found -> plan.add(new SuperPackets(session.commands()).restore(link, found)));
        List<String> lines = new ArrayList<>(plan.lines());
        unused.forEach(module -> lines.addAll(module.unloadPlan().lines()));
        session.carryOut("remove the port from " + link.name(), plan, () -> verify(kernel, link));
        if (!session.dryRun()) {
            memory.forget(link);
            unused.forEach(this::unload);
        }
        return new Outcome(true, link.name() + " is no port any more", lines, List.of());
    }

    /** The modules that install has loaded, and that nobody uses once these ports are gone. */
    private List<KernelModule> unused(List<Port> ports) {
        return Arrays.stream(QdiscKind.values()).filter(kind -> {
            KernelModule module = session.module(kind);
            long users = ports.stream().filter(port -> port.config().kind() == kind).count();
            return memory.recalls(module) && module.isLoaded() && module.users() == users;
        }).map(session::module).toList();
    }

    private void unload(KernelModule module) {
        if (module.users() == 0) {
            session.carryOut("unload the module", module.unloadPlan(), () -> { });
            memory.forget(module);
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
