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
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;

/**
 * Makes devices switch ports: loads the module, keeps super-packets off the device where its queues would count them
 * as one, adds the qdisc, reads back what the kernel made of it, and proves it with packets. What is changed is
 * remembered before, for {@link Remover}.
 */
public final class Installer {
    private static final int HANDLES = 0xffff;

    private final Session session;
    private final Installation wanted;
    private final QdiscKind kind;
    private final KernelModule module;
    private final SuperPackets superPackets;
    private final List<String> warnings = new ArrayList<>();

    public Installer(Session session, Installation wanted) {
        this.session = session;
        this.wanted = wanted;
        this.kind = wanted.request().kind();
        this.module = session.module(kind);
        this.superPackets = new SuperPackets(session.commands());
    }

    /**
     * Does it.
     *
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome install() {
        wanted.request().checkNew();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = session.find(kernel, wanted.device(), warnings);
            Optional<Port> standing = link.flatMap(each -> asWanted(kernel, each));
            if (standing.isPresent()) {
                prove(kernel, standing.get());
                return Outcome.unchanged(wanted.device() + " is such a port already", warnings);
            }
            List<Qdisc> qdiscs = link.map(kernel::qdiscs).orElse(List.of());
            String verb = verb(qdiscs);
            String handle = wanted.handle().isEmpty() ? freeHandle(qdiscs) : wanted.handle();
            Optional<Memory.Device> found = link.map(Installer::look);
            Plan plan = loadModule()
                    .add(kind.takesFrames() ? cut(found) : link.map(this::restore).orElseGet(Plan::new))
                    .add(addQdisc(verb, handle), session.at(wanted.device(), wanted.place(), "del"));
            if (!session.dryRun()) {
                carryOut(plan, kernel, link.orElseThrow(), found.orElseThrow(), handle);
            }
            return new Outcome(true, wanted.device() + " is a port now: " + kind.word() + " " + handle
                    + wanted.request().words().stream().map(word -> " " + word).collect(Collectors.joining()), plan.lines(), warnings);
        }
    }

    private Optional<Port> asWanted(Kernel kernel, Link link) {
        return kernel.ports(link).stream().filter(port -> port.parent().equals(wanted.place())
                && port.config().kind() == kind && port.config().isComplete()
                && (wanted.handle().isEmpty() || wanted.handle().equals(port.handle()))
                && differences(port).isEmpty()).findFirst();
    }

    /** {@code replace} where another qdisc sits there that somebody put there. */
    private String verb(List<Qdisc> qdiscs) {
        Optional<Qdisc> other = qdiscs.stream()
                .filter(qdisc -> qdisc.place().equals(wanted.place()) && !qdisc.isDefault()).findFirst();
        if (other.isPresent() && !wanted.replace()) {
            boolean ours = other.get().kind().equals(kind.word());
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

    private Plan cut(Optional<Memory.Device> found) {
        return found.map(device -> superPackets.stop(wanted.device(), device))
                .orElseGet(() -> superPackets.stopUnseen(wanted.device()));
    }

    /** What a port that stood here before had changed is put back. */
    private Plan restore(Link link) {
        return session.memory().recall(link).map(before -> superPackets.restore(link, before)).orElseGet(Plan::new);
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
            throw module.unavailable(availability);
        }
        warnings.add("the module could not be loaded here: " + availability.reason());
        return module.loadInstalled();
    }

    private List<String> addQdisc(String verb, String handle) {
        List<String> command = session.at(wanted.device(), wanted.place(), verb);
        command.addAll(List.of("handle", handle, kind.word()));
        command.addAll(wanted.request().words());
        return command;
    }

    /** What is changed is remembered before, and forgotten again where it fails. */
    private void carryOut(Plan plan, Kernel kernel, Link link, Memory.Device found, String handle) {
        String what = "install a port on " + link.name();
        session.machine().requireNetAdmin(what);
        Memory memory = session.memory();
        boolean first = kind.takesFrames() && memory.recall(link).isEmpty();
        boolean loads = !module.isLoaded();
        if (first) {
            memory.remember(link, found);
        }
        if (loads) {
            memory.remember(module);
        }
        List<String> told;
        try {
            told = session.carryOut(what, plan, () -> verify(kernel, handle));
        } catch (UserError e) {
            if (first) {
                memory.forget(link);
            }
            if (loads) {
                memory.forget(module);
            }
            throw e;
        }
        if (kind.takesFrames()) {
            warnings.addAll(SuperPackets.makers(kernel, link));
        }
        warnings.addAll(Warnings.of(told, portOf(kernel, handle).config().warnings()));
    }

    private void verify(Kernel kernel, String handle) {
        Port port = portOf(kernel, handle);
        List<String> differences = new ArrayList<>(differences(port));
        long segments = kernel.link(wanted.device()).gsoMaxSegments();
        if (kind.takesFrames() && segments != 1) {
            differences.add("gso_max_segs 1: the kernel has " + segments);
        }
        Session.refuse(differences);
        prove(kernel, port);
    }

    private void prove(Kernel kernel, Port port) {
        if (!session.dryRun()) {
            new Proof(session.machine(), kernel, kernel.link(port.device()), port).attempt().ifPresent(warnings::add);
        }
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
        return kernel.ports(kernel.link(wanted.device())).stream().filter(port -> port.handle().equals(handle) && port.config().kind() == kind)
                .findFirst().orElseThrow(() -> new UserError("read back, " + wanted.device() + " has no " + kind.word() + " " + handle,
                        "look at 'tc qdisc show dev " + wanted.device() + "'"));
    }
}
