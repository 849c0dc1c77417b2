// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Offloads;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Port;
import org.mqecn.port.UserError;

/**
 * Makes devices switch ports: loads the module, keeps super-packets off the device, adds the qdisc, reads back what
 * the kernel made of it. What is changed is remembered before, for {@link Remover}.
 */
public final class Installer {
    private static final int HANDLES = 0xffff;

    private final Session session;
    private final Installation wanted;
    private final KernelModule module;
    private final SuperPackets superPackets;
    private final List<String> warnings = new ArrayList<>();

    public Installer(Session session, Installation wanted) {
        this.session = session;
        this.wanted = wanted;
        this.module = session.module();
        this.superPackets = new SuperPackets(session.commands());
    }

    /**
     * Does it.
     *
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome install() {
        wanted.request().checkQueues(wanted.request().queues());
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = session.find(kernel, wanted.device(), warnings);
            if (link.isPresent() && isAsWanted(kernel, link.get())) {
                return Outcome.unchanged(wanted.device() + " is such a port already");
            }
            List<Qdisc> qdiscs = link.map(kernel::qdiscs).orElse(List.of());
            String verb = verb(qdiscs);
            String handle = wanted.handle().isEmpty() ? freeHandle(qdiscs) : wanted.handle();
            Optional<Memory.Device> found = link.map(Installer::look);
            Plan plan = loadModule()
                    .add(found.map(device -> superPackets.stop(wanted.device(), device))
                            .orElseGet(() -> superPackets.stopUnseen(wanted.device())))
                    .add(addQdisc(verb, handle), session.at(wanted.device(), wanted.place(), "del"));
            if (!session.dryRun()) {
                carryOut(plan, kernel, link.orElseThrow(), found.orElseThrow(), handle);
            }
            return new Outcome(true, wanted.device() + " is a port now: dwrr " + handle + " "
                    + String.join(" ", wanted.request().words()), plan.lines(), warnings);
        }
    }

    private boolean isAsWanted(Kernel kernel, Link link) {
        return kernel.ports(link).stream().anyMatch(port -> port.parent().equals(wanted.place())
                && port.config().isComplete()
                && (wanted.handle().isEmpty() || wanted.handle().equals(port.handle()))
                && differences(port).isEmpty());
    }

    /** {@code replace} where another qdisc sits there that somebody put there. */
    private String verb(List<Qdisc> qdiscs) {
        Optional<Qdisc> other = qdiscs.stream()
                .filter(qdisc -> qdisc.place().equals(wanted.place()) && !qdisc.isDefault()).findFirst();
        if (other.isPresent() && !wanted.replace()) {
            boolean ours = other.get().kind().equals("dwrr");
            throw new UserError("another qdisc is in the way on " + wanted.device() + ": " + other.get().kind() + " "
                    + other.get().handleText() + " at " + wanted.place(),
                    "--replace puts the port in its place"
                            + (ours ? ", 'mqecn set " + wanted.device() + " KEY VALUE' changes it" : ""));
        }
        return other.isPresent() ? "replace" : "add";
    }

    private static String freeHandle(List<Qdisc> qdiscs) {
        Set<String> taken = qdiscs.stream().map(Qdisc::handleText).collect(Collectors.toSet());
        return IntStream.range(1, HANDLES).mapToObj(major -> Integer.toHexString(major) + ":")
                .filter(handle -> !taken.contains(handle)).findFirst().orElseThrow();
    }

    private static Memory.Device look(Link link) {
        return new Memory.Device(link.gsoMaxSegments(), Offloads.read(link.name()));
    }

    private Plan loadModule() {
        if (module.isLoaded()) {
            return new Plan();
        }
        KernelModule.Availability availability = module.availability();
        if (availability.isAvailable()) {
            return module.load(false);
        }
        if (wanted.build()) {
            return module.build().add(module.loadBuilt());
        }
        if (!session.dryRun()) {
            throw availability.error(KernelModule.NAME);
        }
        warnings.add("the module could not be loaded here: " + availability.reason());
        return module.loadInstalled();
    }

    private List<String> addQdisc(String verb, String handle) {
        List<String> command = session.at(wanted.device(), wanted.place(), verb);
        command.addAll(List.of("handle", handle, "dwrr"));
        command.addAll(wanted.request().words());
        return command;
    }

    /** What is changed is remembered before, and forgotten again where it fails. */
    private void carryOut(Plan plan, Kernel kernel, Link link, Memory.Device found, String handle) {
        String what = "install a port on " + link.name();
        session.machine().requireNetAdmin(what);
        Memory memory = session.memory();
        boolean first = memory.recall(link).isEmpty();
        boolean loads = !module.isLoaded();
        if (first) {
            memory.remember(link, found);
        }
        if (loads) {
            memory.rememberModule();
        }
        try {
            session.carryOut(what, plan, () -> verify(kernel, handle));
        } catch (UserError e) {
            if (first) {
                memory.forget(link);
            }
            if (loads) {
                memory.forgetModule();
            }
            throw e;
        }
        warnings.addAll(SuperPackets.makers(kernel, link));
        warnings.addAll(portOf(kernel, handle).config().warnings());
    }

    private void verify(Kernel kernel, String handle) {
        List<String> differences = new ArrayList<>(differences(portOf(kernel, handle)));
        long segments = kernel.link(wanted.device()).gsoMaxSegments();
        if (segments != 1) {
            differences.add("gso_max_segs 1: the kernel has " + segments);
        }
        Session.refuse(differences);
    }

    private List<String> differences(Port port) {
        int queues = port.config().queues().size();
        List<String> differences = new ArrayList<>();
        if (queues != wanted.request().queues()) {
            differences.add("queues " + wanted.request().queues() + ": the kernel has " + queues);
        } else {
            differences.addAll(wanted.request().differences(port.config()));
        }
        return differences;
    }

    private Port portOf(Kernel kernel, String handle) {
        return kernel.ports(kernel.link(wanted.device())).stream().filter(port -> port.handle().equals(handle))
                .findFirst().orElseThrow(() -> new UserError("read back, " + wanted.device() + " has no port " + handle,
                        "look at 'tc qdisc show dev " + wanted.device() + "'"));
    }
}
