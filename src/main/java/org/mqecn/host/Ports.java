// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Offloads;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Assignment;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.Request;
import org.mqecn.port.UserError;

/**
 * Changes to the switch ports of one network namespace. Each is a plan of commands that a person could type; once it
 * has run, what was asked for is read back over netlink and compared.
 */
public final class Ports {
    private final Machine machine;
    private final CommandRunner runner;
    private final Commands commands;
    private final SuperPackets superPackets;
    private final KernelModule module;
    private final Memory memory;
    private final Sysctls sysctls;
    private final boolean dryRun;

    /**
     * @param namespace name of the network namespace, which this thread is in already; empty for mqecn's own
     * @param dryRun whether commands are only listed
     */
    public Ports(Machine machine, CommandRunner runner, String namespace, boolean dryRun) {
        this.machine = machine;
        this.runner = runner;
        this.commands = new Commands(machine, namespace);
        this.superPackets = new SuperPackets(commands);
        this.module = new KernelModule(machine);
        this.memory = new Memory(machine.memory());
        this.sysctls = new Sysctls(machine.sysctls());
        this.dryRun = dryRun;
    }

    /**
     * Makes a device a switch port.
     *
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome install(Installation wanted) {
        wanted.request().checkQueues(wanted.request().queues());
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = find(kernel, wanted.device(), warnings);
            List<Qdisc> qdiscs = link.map(kernel::qdiscs).orElse(List.of());
            if (link.isPresent() && isAsWanted(kernel, link.get(), wanted)) {
                return Outcome.unchanged(wanted.device() + " is such a port already");
            }
            String handle = wanted.handle().isEmpty() ? freeHandle(qdiscs) : wanted.handle();
            boolean occupied = occupied(qdiscs, wanted);
            if (!dryRun) {
                machine.requireNetAdmin("install a port on " + wanted.device());
            }
            Plan plan = loadModule(wanted.build(), warnings);
            Optional<Memory.Device> found = link.map(this::look);
            plan.add(found.map(device -> superPackets.stop(wanted.device(), device))
                    .orElseGet(() -> superPackets.stopUnseen(wanted.device())));
            plan.add(addQdisc(wanted, handle, occupied), place(commands, "del", wanted));
            if (!dryRun) {
                carryOut(plan, link.orElseThrow(), found.orElseThrow(), () -> verify(kernel, wanted, handle));
                warnings.addAll(SuperPackets.makers(kernel, link.get()));
                warnings.addAll(portOf(kernel, wanted.device(), handle).config().warnings());
            }
            return new Outcome(true, wanted.device() + " is a port now: dwrr " + handle + " "
                    + String.join(" ", wanted.request().words()), plan.lines(), warnings);
        }
    }

    private Optional<Link> find(Kernel kernel, String device, List<String> warnings) {
        try {
            return Optional.of(kernel.link(device));
        } catch (UserError e) {
            if (!dryRun) {
                throw e;
            }
            warnings.add(e.getMessage() + ": these are the commands for a device that is as it usually is");
            return Optional.empty();
        }
    }

    private static boolean isAsWanted(Kernel kernel, Link link, Installation wanted) {
        return kernel.ports(link).stream().anyMatch(port -> port.parent().equals(placeOf(wanted))
                && port.config().isComplete()
                && (wanted.handle().isEmpty() || wanted.handle().equals(port.handle()))
                && port.config().queues().size() == wanted.request().queues()
                && wanted.request().differences(port.config()).isEmpty());
    }

    private static String placeOf(Installation wanted) {
        return wanted.parent().isEmpty() ? "root" : "parent " + wanted.parent();
    }

    private static String freeHandle(List<Qdisc> qdiscs) {
        Set<String> taken = qdiscs.stream().map(Qdisc::handleText).collect(Collectors.toSet());
        return Stream.iterate(1, major -> major + 1).map(major -> Integer.toHexString(major) + ":")
                .filter(handle -> !taken.contains(handle)).findFirst().orElseThrow();
    }

    /** Whether another qdisc sits there that somebody put there, and that has to give way. */
    private static boolean occupied(List<Qdisc> qdiscs, Installation wanted) {
        Optional<Qdisc> other = qdiscs.stream()
                .filter(qdisc -> qdisc.place().equals(placeOf(wanted)) && !qdisc.isDefault()).findFirst();
        if (other.isPresent() && !wanted.replace()) {
            String what = other.get().kind() + " " + other.get().handleText();
            throw new UserError("another qdisc is in the way on " + wanted.device() + ": " + what + " at "
                    + placeOf(wanted), "--replace puts the port in its place"
                            + (other.get().kind().equals("dwrr") ? ", 'mqecn set " + wanted.device()
                                    + " KEY VALUE' changes it" : ""));
        }
        return other.isPresent();
    }

    private Plan loadModule(boolean build, List<String> warnings) {
        if (module.isLoaded()) {
            return new Plan();
        }
        KernelModule.Availability availability = module.availability();
        if (availability.isAvailable()) {
            return module.load(false);
        }
        if (build) {
            return module.build().add(module.loadBuilt());
        }
        if (dryRun) {
            warnings.add("the module could not be loaded here: " + availability.reason());
            return module.loadInstalled();
        }
        throw availability.error();
    }

    private Memory.Device look(Link link) {
        return new Memory.Device(link.gsoMaxSegments(), Offloads.read(link.name()));
    }

    private List<String> addQdisc(Installation wanted, String handle, boolean occupied) {
        List<String> command = place(commands, occupied ? "replace" : "add", wanted);
        command.addAll(List.of("handle", handle, "dwrr"));
        command.addAll(wanted.request().words());
        return command;
    }

    private static List<String> place(Commands commands, String verb, Installation wanted) {
        List<String> command = commands.tc("qdisc", verb, "dev", wanted.device());
        command.addAll(List.of(placeOf(wanted).split(" ")));
        return command;
    }

    /** Runs the plan; what it changes is remembered before, and forgotten again where it fails. */
    private void carryOut(Plan plan, Link link, Memory.Device found, Runnable check) {
        boolean loads = !module.isLoaded();
        boolean first = memory.recall(link).isEmpty();
        if (first) {
            memory.remember(link, found);
        }
        if (loads) {
            memory.rememberModule();
        }
        try {
            plan.run(runner, check);
        } catch (UserError e) {
            if (first) {
                memory.forget(link);
            }
            if (loads) {
                memory.forgetModule();
            }
            throw e;
        }
    }

    private static void verify(Kernel kernel, Installation wanted, String handle) {
        Port port = portOf(kernel, wanted.device(), handle);
        refuse(wanted.request().differences(port.config()));
        if (port.config().queues().size() != wanted.request().queues()) {
            refuse(List.of("queues " + wanted.request().queues() + ": the kernel has "
                    + port.config().queues().size()));
        }
        if (kernel.link(wanted.device()).gsoMaxSegments() != 1) {
            refuse(List.of("gso_max_segs 1: the kernel has "
                    + kernel.link(wanted.device()).gsoMaxSegments()));
        }
    }

    private static void refuse(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new UserError("read back, not all is as asked for: " + String.join("; ", differences),
                    "module and mqecn may be of different versions: 'mqecn module build'");
        }
    }

    private static Port portOf(Kernel kernel, String device, String handle) {
        return kernel.ports(kernel.link(device)).stream().filter(port -> port.handle().equals(handle)).findFirst()
                .orElseThrow(() -> new UserError("read back, " + device + " has no port " + handle, ""));
    }

    /**
     * Removes the ports of a device and puts back what install changed.
     *
     * @throws UserError where it cannot be done
     */
    public Outcome remove(String device) {
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = find(kernel, device, warnings);
            List<Port> ports = link.map(kernel::ports).orElse(List.of());
            Optional<Memory.Device> before = link.flatMap(memory::recall);
            Plan plan = new Plan();
            ports.forEach(port -> plan.add(at(port, "del")));
            if (link.isEmpty()) {
                plan.add(commands.tc("qdisc", "del", "dev", device, "root"));
            }
            before.ifPresent(found -> plan.add(superPackets.restore(link.orElseThrow(), found)));
            boolean unloads = memory.recallsModule() && module.isLoaded() && module.users() == ports.size();
            if (plan.isEmpty() && before.isEmpty()) {
                return Outcome.unchanged(device + " is not a port" + others(kernel, link.orElseThrow()));
            }
            List<String> lines = new ArrayList<>(plan.lines());
            if (unloads) {
                lines.addAll(module.unloadPlan().lines());
            }
            if (!dryRun) {
                machine.requireNetAdmin("remove the port from " + device);
                plan.run(runner, () -> verifyRemoved(kernel, link.orElseThrow()));
                memory.forget(link.orElseThrow());
                if (unloads && module.users() == 0) {
                    module.unloadPlan().run(runner, () -> { });
                    memory.forgetModule();
                }
            }
            return new Outcome(true, device + " is no port any more", lines, warnings);
        }
    }

    private static String others(Kernel kernel, Link link) {
        return kernel.qdiscs(link).stream().filter(qdisc -> !qdisc.isDefault())
                .map(qdisc -> qdisc.kind() + " " + qdisc.handleText() + " is not mqecn's and stays")
                .findFirst().map(text -> "; " + text).orElse("");
    }

    private static void verifyRemoved(Kernel kernel, Link link) {
        if (!kernel.ports(link).isEmpty()) {
            throw new UserError("read back, " + link.name() + " is a port still", "");
        }
    }

    private List<String> at(Port port, String verb) {
        List<String> command = commands.tc("qdisc", verb, "dev", port.device());
        command.addAll(List.of(port.parent().split(" ")));
        return command;
    }

    /**
     * Changes one port.
     *
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome set(String device, Request request) {
        request.assignments().stream().filter(each -> each.setting().isFixed()).findFirst().ifPresent(fixed -> {
            throw UserError.usage(fixed.setting().key() + " is fixed when a port is made",
                    "'mqecn install " + device + " --replace --" + fixed + " …' makes it anew");
        });
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = find(kernel, device, warnings);
            if (link.isEmpty()) {
                return new Outcome(true, "", new Plan().add(change(commands.tc("qdisc", "change", "dev", device,
                        "root", "handle", "1:", "dwrr"), request.words())).lines(), warnings);
            }
            Port port = only(kernel, link.get());
            request.checkQueues(port.config().queues().size());
            if (request.differences(port.config()).isEmpty()) {
                return Outcome.unchanged(device + " has these values already");
            }
            Plan plan = new Plan().add(change(port, request.words()),
                    change(port, request.present(port.config()).words()));
            if (!dryRun) {
                machine.requireNetAdmin("change " + device);
                plan.run(runner, () -> refuse(request.differences(only(kernel, link.get()).config())));
                warnings.addAll(only(kernel, link.get()).config().warnings());
            }
            return new Outcome(true, device + ": " + String.join(" ", request.words()), plan.lines(), warnings);
        }
    }

    private static Port only(Kernel kernel, Link link) {
        List<Port> ports = kernel.ports(link);
        if (ports.isEmpty()) {
            throw new UserError(link.name() + " is not a port",
                    "'mqecn install " + link.name() + " --rate RATE' makes it one");
        }
        if (!ports.get(0).config().isComplete()) {
            throw new UserError(link.name() + " is a port that stands in for tbf: its values are those of dwrr.*",
                    "set them for every port: 'mqecn set KEY VALUE'");
        }
        return ports.get(0);
    }

    private List<String> change(Port port, List<String> words) {
        List<String> command = at(port, "change");
        command.addAll(List.of("handle", port.handle(), "dwrr"));
        return change(command, words);
    }

    private static List<String> change(List<String> command, List<String> words) {
        command.addAll(words);
        return command;
    }

    /**
     * Changes every port, and the default of ports to come.
     *
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome set(Request request) {
        List<Assignment> assignments = sysctls.effective(request);
        if (!sysctls.exist() && !dryRun) {
            throw new UserError("there are no dwrr.* sysctls: the module is not loaded",
                    "'mqecn module load' loads it");
        }
        Plan plan = new Plan();
        for (Assignment each : assignments) {
            OptionalLong old = sysctls.value(each.setting(), each.queue());
            plan.add(commands.sysctl("-q", "-w", Sysctls.word(each, each.value())), old.isEmpty() ? List.of()
                    : commands.sysctl("-q", "-w", Sysctls.word(each, old.getAsLong())));
        }
        if (dryRun) {
            return new Outcome(true, "", plan.lines(), List.of());
        }
        try (Kernel kernel = new Kernel()) {
            if (differences(kernel, assignments).isEmpty()) {
                return Outcome.unchanged("every port has these values already");
            }
            machine.requireNetAdmin("change every port");
            plan.run(runner, () -> refuse(differences(kernel, assignments)));
            List<String> warnings = kernel.ports().stream().flatMap(port -> port.config().warnings().stream()
                    .map(warning -> port.device() + ": " + warning)).toList();
            return new Outcome(true, "every port: " + String.join(" ", request.words()), plan.lines(), warnings);
        }
    }

    private List<String> differences(Kernel kernel, List<Assignment> assignments) {
        List<String> differences = new ArrayList<>();
        for (Assignment each : assignments) {
            OptionalLong value = sysctls.value(each.setting(), each.queue());
            if (value.isEmpty() || value.getAsLong() != each.value()) {
                differences.add(Sysctls.word(each, each.value()) + ": the kernel has "
                        + (value.isEmpty() ? "no such sysctl" : value.getAsLong()));
            }
        }
        kernel.ports().stream().filter(port -> port.config().isComplete()).forEach(port -> {
            List<Assignment> present = assignments.stream()
                    .filter(each -> each.queue() < port.config().queues().size()).toList();
            new Request(present).differences(port.config())
                    .forEach(difference -> differences.add(port.device() + ": " + difference));
        });
        return differences;
    }

    /**
     * Sets the counters of a device's ports to zero and their watermarks to the backlog of now.
     *
     * @throws UserError where it cannot be done
     */
    public Outcome clear(String device) {
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = find(kernel, device, warnings);
            Plan plan = new Plan().add(link.isPresent() ? change(only(kernel, link.get()), List.of("clear"))
                    : commands.tc("qdisc", "change", "dev", device, "root", "handle", "1:", "dwrr", "clear"));
            if (!dryRun) {
                machine.requireNetAdmin("clear the counters of " + device);
                plan.run(runner, () -> { });
            }
            return new Outcome(true, device + ": counters are 0", plan.lines(), warnings);
        }
    }

    /** The values of dwrr.*: what ports to come begin with. Empty without the module. */
    public Optional<PortConfig> defaults() {
        return sysctls.exist() ? Optional.of(sysctls.config()) : Optional.empty();
    }
}
