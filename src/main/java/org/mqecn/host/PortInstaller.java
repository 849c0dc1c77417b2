// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Offloads;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/**
 * Makes devices switch ports: loads the module, keeps super-packets off the device where its queues would count them
 * as one, adds the qdisc, reads back what the kernel made of it, and proves it with packets. What is changed is
 * remembered before, for {@link PortRemover}.
 */
public final class PortInstaller {
    private static final int MAX_MAJOR = 0xffff;

    private final ChangeContext context;
    private final InstallRequest request;
    private final QdiscKind kind;
    private final KernelModule module;
    private final OffloadPlanner offloadPlanner;
    private final List<String> warnings = new ArrayList<>();

    public PortInstaller(ChangeContext context, InstallRequest wanted) {
        this.context = context;
        this.request = wanted;
        this.kind = wanted.request().kind();
        this.module = context.module(kind);
        this.offloadPlanner = new OffloadPlanner(context.commands());
    }

    /**
     * Does it.
     *
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public ChangeOutcome install() {
        request.request().validateNew();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            Optional<DeviceLink> link = context.findDevice(reader, request.device(), warnings);
            Optional<Port> standing = link.flatMap(each -> findMatchingPort(reader, each));
            if (standing.isPresent()) {
                runSelfTest(reader, standing.get());
                return ChangeOutcome.unchanged(request.device() + " is such a port already", warnings);
            }
            List<Qdisc> qdiscs = link.map(reader::readQdiscs).orElse(List.of());
            String verb = qdiscVerb(qdiscs);
            String handle = request.handle().isEmpty() ? freeHandle(qdiscs) : request.handle();
            Optional<DeviceStateStore.DeviceState> found = link.map(PortInstaller::readDeviceState);
            CommandPlan commandPlan = loadModule()
                    .add(
                            kind.requiresOffloadsOff()
                                    ? disableOffloads(found)
                                    : link.map(this::restoreOffloads).orElseGet(CommandPlan::new))
                    .add(
                            addQdisc(verb, handle),
                            context.qdiscCommand(request.device(), request.parentText(), "del", List.of()));
            if (!context.dryRun()) {
                execute(commandPlan, reader, link.orElseThrow(), found.orElseThrow(), handle);
            }
            return new ChangeOutcome(
                    true,
                    request.device() + " is a port now: " + kind.keyword() + " " + handle
                            + request.request().arguments().stream()
                                    .map(word -> " " + word)
                                    .collect(Collectors.joining()),
                    commandPlan.shellLines(),
                    warnings);
        }
    }

    private Optional<Port> findMatchingPort(RtnetlinkReader reader, DeviceLink deviceLink) {
        return reader.readPorts(deviceLink).stream()
                .filter(port -> port.parent().equals(request.parentText())
                        && port.config().kind() == kind
                        && port.config().isComplete()
                        && (request.handle().isEmpty() || request.handle().equals(port.handle()))
                        && differences(port).isEmpty())
                .findFirst();
    }

    /** {@code replace} where another qdisc sits there that somebody put there. */
    private String qdiscVerb(List<Qdisc> qdiscs) {
        Optional<Qdisc> other = qdiscs.stream()
                .filter(qdisc -> qdisc.parentText().equals(request.parentText()) && !qdisc.isDefault())
                .findFirst();
        if (other.isPresent() && !request.replace()) {
            boolean ours = other.get().kind().equals(kind.keyword());
            throw new UserError(
                    "another qdisc is in the way on " + request.device() + ": "
                            + other.get().kind() + " " + other.get().handleText() + " at " + request.parentText(),
                    "--replace puts the port in its place"
                            + (ours ? ", 'mqecn set " + request.device() + " KEY VALUE' changes it" : ""));
        }
        return other.isPresent() ? "replace" : "add";
    }

    private static String freeHandle(List<Qdisc> qdiscs) {
        Set<String> taken = qdiscs.stream().map(Qdisc::handleText).collect(Collectors.toSet());
        return IntStream.range(1, MAX_MAJOR)
                .mapToObj(major -> Integer.toHexString(major) + ":")
                .filter(handle -> !taken.contains(handle))
                .findFirst()
                .orElseThrow();
    }

    private static DeviceStateStore.DeviceState readDeviceState(DeviceLink deviceLink) {
        return new DeviceStateStore.DeviceState(deviceLink.gsoMaxSegments(), Offloads.read(deviceLink.name()));
    }

    private CommandPlan disableOffloads(Optional<DeviceStateStore.DeviceState> found) {
        return found.map(deviceState -> offloadPlanner.planDisable(request.device(), deviceState))
                .orElseGet(() -> offloadPlanner.planDisableUnknownDevice(request.device()));
    }

    /** What a port that stood here before had changed is put back. */
    private CommandPlan restoreOffloads(DeviceLink deviceLink) {
        return context.stateStore()
                .load(deviceLink)
                .map(before -> offloadPlanner.planRestore(deviceLink, before))
                .orElseGet(CommandPlan::new);
    }

    private CommandPlan loadModule() {
        if (module.isLoaded()) {
            return new CommandPlan();
        }
        KernelModule.Availability availability = module.availability();
        if (availability.isAvailable()) {
            return module.load(false);
        }
        if (request.build()) {
            return module.build().add(module.loadBuilt());
        }
        if (!context.dryRun()) {
            throw module.unavailableError(availability);
        }
        warnings.add("the module could not be loaded here: " + availability.reason());
        return module.loadInstalled();
    }

    private Command addQdisc(String verb, String handle) {
        List<String> arguments = new ArrayList<>(List.of("handle", handle, kind.keyword()));
        arguments.addAll(request.request().arguments());
        return context.qdiscCommand(request.device(), request.parentText(), verb, arguments);
    }

    /** What is changed is remembered before, and forgotten again where it fails. */
    private void execute(
            CommandPlan commandPlan,
            RtnetlinkReader reader,
            DeviceLink deviceLink,
            DeviceStateStore.DeviceState found,
            String handle) {
        String what = "install a port on " + deviceLink.name();
        context.machine().requireNetAdmin(what);
        DeviceStateStore deviceStateStore = context.stateStore();
        boolean first =
                kind.requiresOffloadsOff() && deviceStateStore.load(deviceLink).isEmpty();
        boolean loads = !module.isLoaded();
        if (first) {
            deviceStateStore.save(deviceLink, found);
        }
        if (loads) {
            deviceStateStore.save(module);
        }
        List<String> told;
        try {
            told = context.execute(what, commandPlan, () -> verify(reader, handle));
        } catch (UserError e) {
            if (first) {
                deviceStateStore.remove(deviceLink);
            }
            if (loads) {
                deviceStateStore.remove(module);
            }
            throw e;
        }
        if (kind.requiresOffloadsOff()) {
            warnings.addAll(OffloadPlanner.findGsoSources(reader, deviceLink));
        }
        warnings.addAll(
                WarningMerger.merge(told, readBackPort(reader, handle).config().warnings()));
    }

    private void verify(RtnetlinkReader reader, String handle) {
        Port port = readBackPort(reader, handle);
        List<String> differences = new ArrayList<>(differences(port));
        long segments = reader.readLink(request.device()).gsoMaxSegments();
        if (kind.requiresOffloadsOff() && segments != 1) {
            differences.add("gso_max_segs 1: the kernel has " + segments);
        }
        ChangeContext.requireNoDifferences(differences);
        runSelfTest(reader, port);
    }

    private void runSelfTest(RtnetlinkReader reader, Port port) {
        if (!context.dryRun()) {
            new PortSelfTest(context.machine(), reader, reader.readLink(port.device()), port)
                    .run()
                    .ifPresent(warnings::add);
        }
    }

    private List<String> differences(Port port) {
        int queues = port.config().queues().size();
        List<String> differences = new ArrayList<>();
        if (queues != request.request().queueCount()) {
            differences.add("queues " + request.request().queueCount() + ": the kernel has " + queues);
        } else {
            differences.addAll(request.request().differences(port.config()));
        }
        return differences;
    }

    private Port readBackPort(RtnetlinkReader reader, String handle) {
        return reader.readPorts(reader.readLink(request.device())).stream()
                .filter(port -> port.handle().equals(handle) && port.config().kind() == kind)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "read back, " + request.device() + " has no " + kind.keyword() + " " + handle,
                        "look at 'tc qdisc show dev " + request.device() + "'"));
    }
}
