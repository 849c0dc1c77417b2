// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.host.ChangeContext.ReadBack;
import org.mqecn.host.DeviceStateStore.DeviceState;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Offloads;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/**
 * Makes devices switch ports: loads the module, turns segmentation and receive offloads off if the qdisc needs packets
 * of wire size, adds the qdisc, reads it back, and verifies it with packets. The previous state of the device is
 * stored first, for {@link PortRemover}.
 *
 * <p>Links, qdiscs and ports are read once before the change and once after it.
 */
public final class PortInstaller {
    private static final int MAX_MAJOR = 0xffff;

    /** A device's link and qdiscs, all links of its namespace, and the ports among the qdiscs, read together. */
    private record DeviceSnapshot(List<DeviceLink> links, DeviceLink link, List<Qdisc> qdiscs, List<Port> ports) {
        static DeviceSnapshot read(RtnetlinkReader reader, String device) {
            List<DeviceLink> links = reader.readLinks();
            DeviceLink link = DeviceLink.require(links, device);
            List<Qdisc> qdiscs = reader.readQdiscs(link);
            return new DeviceSnapshot(links, link, qdiscs, reader.readPorts(link, qdiscs));
        }

        Qdisc qdisc(Port port) {
            return qdiscs.stream()
                    .filter(each -> each.handleText().equals(port.handle())
                            && each.parentText().equals(port.parent()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A port that was read back, and the snapshot that it is in. */
    private record InstalledPort(DeviceSnapshot snapshot, Port port) {}

    private final ChangeContext context;
    private final InstallRequest request;
    private final Supplier<RtnetlinkReader> readers;
    private final QdiscKind kind;
    private final KernelModule module;
    private final OffloadPlanner offloadPlanner;
    private final List<String> warnings = new ArrayList<>();

    public PortInstaller(ChangeContext context, InstallRequest request) {
        this(context, request, RtnetlinkReader::new);
    }

    /** @param readers opens a reader in the namespace of the calling thread */
    PortInstaller(ChangeContext context, InstallRequest request, Supplier<RtnetlinkReader> readers) {
        this.context = context;
        this.request = request;
        this.readers = readers;
        this.kind = request.request().kind();
        this.module = context.module(kind);
        this.offloadPlanner = new OffloadPlanner(context.commands());
    }

    /**
     * Installs the port.
     *
     * @throws UserError if that fails; then nothing is changed
     */
    public ChangeOutcome install() {
        request.request().validateNew();
        if (!context.dryRun()) {
            context.machine().requireNetAdmin("install a port on " + request.device());
        }
        try (RtnetlinkReader reader = readers.get()) {
            Optional<DeviceLink> link = context.findDevice(reader, request.device(), warnings);
            List<Qdisc> qdiscs = link.map(reader::readQdiscs).orElse(List.of());
            Optional<Port> existing = link.flatMap(each -> findMatchingPort(reader.readPorts(each, qdiscs)));
            if (existing.isPresent()) {
                runSelfTest(reader, new DeviceSnapshot(List.of(), link.get(), qdiscs, List.of()), existing.get());
                return ChangeOutcome.unchanged(request.device() + " is already configured as requested", warnings);
            }
            Optional<Qdisc> replaced = findReplaced(qdiscs);
            Optional<EarlierQdisc> earlier = replaced.flatMap(this::findEarlier);
            describeTransmitQueues(qdiscs).ifPresent(warnings::add);
            String handle = request.handle().isEmpty() ? freeHandle(qdiscs) : request.handle();
            Optional<DeviceState> before = link.map(PortInstaller::readDeviceState);
            CommandPlan commandPlan = loadModule()
                    .add(
                            kind.requiresOffloadsOff()
                                    ? disableOffloads(before)
                                    : link.map(this::restoreOffloads).orElseGet(CommandPlan::new))
                    .add(
                            addQdisc(replaced.isPresent() ? "replace" : "add", handle),
                            earlier.map(qdisc -> context.putBackCommand(request.device(), qdisc))
                                    .orElseGet(() -> context.removeQdiscCommand(
                                            request.device(), request.parentText(), qdiscs)));
            if (!context.dryRun()) {
                execute(commandPlan, reader, link.orElseThrow(), before.orElseThrow(), earlier, handle);
            }
            return new ChangeOutcome(true, summary(handle), commandPlan.shellLines(), warnings);
        }
    }

    private String summary(String handle) {
        return request.device() + " configured as a port: " + kind.keyword() + " " + handle
                + request.request().arguments().stream().map(word -> " " + word).collect(Collectors.joining());
    }

    private Optional<Port> findMatchingPort(List<Port> ports) {
        return ports.stream()
                .filter(port -> port.parent().equals(request.parentText())
                        && port.config().kind() == kind
                        && port.config().isComplete()
                        && (request.handle().isEmpty() || request.handle().equals(port.handle()))
                        && differences(port).isEmpty())
                .findFirst();
    }

    /** Another qdisc at the place of the port, which a user has added. */
    private Optional<Qdisc> findReplaced(List<Qdisc> qdiscs) {
        Optional<Qdisc> other = qdiscs.stream()
                .filter(qdisc -> qdisc.parentText().equals(request.parentText()) && !qdisc.isDefault())
                .findFirst();
        if (other.isPresent() && !request.replace()) {
            boolean sameKind = other.get().kind().equals(kind.keyword());
            throw new UserError(
                    "another qdisc is in the way on " + request.device() + ": "
                            + other.get().kind() + " " + other.get().handleText() + " at " + request.parentText(),
                    "--replace replaces it with the port"
                            + (sameKind ? ", 'mqecn set " + request.device() + " KEY VALUE' changes it" : ""));
        }
        return other;
    }

    /** What remove puts back in place of the port; a port that is replaced is not put back. */
    private Optional<EarlierQdisc> findEarlier(Qdisc replaced) {
        if (replaced.portKind().isPresent() || replaced.kind().equals("mq")) {
            return Optional.empty();
        }
        Optional<EarlierQdisc> earlier = EarlierQdisc.of(replaced);
        if (earlier.isEmpty()) {
            warnings.add(replaced.kind() + " " + replaced.handleText()
                    + " is lost: 'mqecn remove' puts only bfifo, codel, fq, fq_codel, pfifo and pfifo_fast back");
        }
        return earlier;
    }

    /** A port at the root takes the place of {@code mq}, under which each transmit queue has a lock of its own. */
    private Optional<String> describeTransmitQueues(List<Qdisc> qdiscs) {
        boolean replacesMq = qdiscs.stream()
                .anyMatch(
                        qdisc -> qdisc.kind().equals("mq") && qdisc.parentText().equals(request.parentText()));
        return replacesMq
                ? Optional.of(
                        request.device() + " has several transmit queues: this one port shapes all of them together, "
                                + "under one lock; 'mqecn remove " + request.device() + "' puts mq back")
                : Optional.empty();
    }

    private static String freeHandle(List<Qdisc> qdiscs) {
        Set<String> used = qdiscs.stream().map(Qdisc::handleText).collect(Collectors.toSet());
        return IntStream.range(1, MAX_MAJOR)
                .mapToObj(major -> Integer.toHexString(major) + ":")
                .filter(handle -> !used.contains(handle))
                .findFirst()
                .orElseThrow();
    }

    private static DeviceState readDeviceState(DeviceLink deviceLink) {
        return new DeviceState(deviceLink.gsoMaxSegments(), Offloads.read(deviceLink.name()), List.of());
    }

    private CommandPlan disableOffloads(Optional<DeviceState> before) {
        return before.map(deviceState -> offloadPlanner.planDisable(request.device(), deviceState))
                .orElseGet(() -> offloadPlanner.planDisableUnknownDevice(request.device()));
    }

    /** Restores what the previous port on this device had changed. */
    private CommandPlan restoreOffloads(DeviceLink deviceLink) {
        return context.stateStore()
                .load(deviceLink)
                .map(before -> offloadPlanner.planRestore(deviceLink, before))
                .orElseGet(CommandPlan::new);
    }

    private CommandPlan loadModule() {
        if (module.isLoaded()) {
            module.versionWarning().ifPresent(warnings::add);
            return new CommandPlan();
        }
        KernelModule.Availability availability = module.availability();
        if (availability.isAvailable()) {
            return module.load(false);
        }
        if (request.build()) {
            CommandPlan build = module.build();
            if (!context.dryRun()) {
                context.progress().accept(module.buildProgress());
            }
            return build.add(module.loadInstalled());
        }
        if (!context.dryRun()) {
            throw module.unavailableError(availability);
        }
        warnings.add("the module cannot be loaded on this machine: " + availability.reason());
        return module.loadInstalled();
    }

    private Command addQdisc(String verb, String handle) {
        List<String> arguments = new ArrayList<>(List.of("handle", handle, kind.keyword()));
        arguments.addAll(request.request().arguments());
        return context.qdiscCommand(request.device(), request.parentText(), verb, arguments);
    }

    /** Stores the previous state first, and deletes it again if the change fails. */
    private void execute(
            CommandPlan commandPlan,
            RtnetlinkReader reader,
            DeviceLink deviceLink,
            DeviceState before,
            Optional<EarlierQdisc> earlier,
            String handle) {
        String action = "install a port on " + deviceLink.name();
        DeviceStateStore stateStore = context.stateStore();
        Optional<DeviceState> stored = stateStore.load(deviceLink);
        boolean storesState = kind.requiresOffloadsOff() && stored.isEmpty() || earlier.isPresent();
        boolean loadsModule = !module.isLoaded();
        if (storesState) {
            DeviceState first = stored.orElse(before);
            stateStore.save(deviceLink, earlier.map(first::with).orElse(first));
        }
        if (loadsModule) {
            stateStore.save(module);
        }
        ReadBack<InstalledPort> readBack;
        try {
            readBack = context.executeAndReadBack(action, commandPlan, () -> readBackAndVerify(reader, handle));
        } catch (UserError e) {
            if (storesState) {
                stored.ifPresentOrElse(
                        state -> stateStore.save(deviceLink, state), () -> stateStore.remove(deviceLink));
            }
            if (loadsModule) {
                stateStore.remove(module);
            }
            throw e;
        }
        InstalledPort installed = readBack.state();
        if (kind.requiresOffloadsOff()) {
            GsoSource.findAll(
                            reader,
                            installed.snapshot().links(),
                            installed.snapshot().link(),
                            context.machine(),
                            context.commands())
                    .forEach(source -> warnings.add(source.warning()));
        }
        warnings.addAll(WarningMerger.merge(
                readBack.warnings(), request.request().warnings(installed.port().config())));
        warnings.addAll(request.request().ignored(installed.port().config()));
    }

    private InstalledPort readBackAndVerify(RtnetlinkReader reader, String handle) {
        DeviceSnapshot snapshot = DeviceSnapshot.read(reader, request.device());
        Port port = snapshot.ports().stream()
                .filter(each -> each.handle().equals(handle) && each.config().kind() == kind)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        request.device() + " has no " + kind.keyword() + " " + handle + " after install",
                        "see 'tc qdisc show dev " + request.device() + "'"));
        List<String> differences = new ArrayList<>(differences(port));
        long segments = snapshot.link().gsoMaxSegments();
        if (kind.requiresOffloadsOff() && segments != 1) {
            differences.add("gso_max_segs 1: the kernel has " + segments);
        }
        ChangeContext.requireNoDifferences(differences);
        runSelfTest(reader, snapshot, port);
        return new InstalledPort(snapshot, port);
    }

    private void runSelfTest(RtnetlinkReader reader, DeviceSnapshot snapshot, Port port) {
        if (!context.dryRun()) {
            new PortSelfTest(context.machine(), reader, snapshot.link(), snapshot.qdisc(port), port)
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
}
