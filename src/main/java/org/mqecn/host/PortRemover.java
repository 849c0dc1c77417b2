// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/**
 * Removes ports and restores what {@link PortInstaller} changed, also after an interrupted install. Unloads the module
 * if install loaded it and no other port uses it. Leaves qdiscs of other kinds alone.
 */
public final class PortRemover {
    private final ChangeContext context;
    private final DeviceStateStore stateStore;

    public PortRemover(ChangeContext context) {
        this.context = context;
        this.stateStore = context.stateStore();
    }

    /**
     * Removes the ports of a device.
     *
     * @throws UserError if that fails
     */
    public ChangeOutcome remove(String device) {
        List<String> warnings = new ArrayList<>();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            Optional<DeviceLink> link = context.findDevice(reader, device, warnings);
            if (link.isEmpty()) {
                CommandPlan commandPlan = new CommandPlan().add(context.qdiscCommand(device, "root", "del", List.of()));
                return new ChangeOutcome(true, "", commandPlan.shellLines(), warnings);
            }
            return remove(reader, link.get());
        }
    }

    private ChangeOutcome remove(RtnetlinkReader reader, DeviceLink deviceLink) {
        List<Qdisc> qdiscs = reader.readQdiscs(deviceLink);
        List<Port> ports = reader.readPorts(deviceLink, qdiscs);
        Optional<DeviceStateStore.DeviceState> before = stateStore.load(deviceLink);
        List<KernelModule> unused = unusedModules(ports);
        if (ports.isEmpty() && before.isEmpty() && unused.isEmpty()) {
            return ChangeOutcome.unchanged(deviceLink.name() + " is not a port" + describeOtherQdisc(qdiscs));
        }
        CommandPlan commandPlan = new CommandPlan();
        ports.forEach(port -> commandPlan.add(context.removeQdiscCommand(port.device(), port.parent(), qdiscs)));
        before.ifPresent(
                found -> commandPlan.add(new OffloadPlanner(context.commands()).planRestore(deviceLink, found)));
        List<EarlierQdisc> earlier =
                before.map(found -> findEarlier(found, qdiscs)).orElse(List.of());
        earlier.forEach(qdisc -> commandPlan.add(context.putBackCommand(deviceLink.name(), qdisc)));
        List<String> lines = new ArrayList<>(commandPlan.shellLines());
        unused.forEach(module -> lines.addAll(module.unloadPlan().shellLines()));
        context.execute("remove the port from " + deviceLink.name(), commandPlan, () -> verify(reader, deviceLink));
        List<String> warnings = new ArrayList<>();
        if (context.namespace().isEmpty() && Netns.isInitial()) {
            PortFiles.findPort(context.machine().portFolder(), deviceLink.name())
                    .ifPresent(
                            file -> warnings.add(deviceLink.name() + " comes back at the next boot: it is in " + file));
        }
        if (!context.dryRun()) {
            stateStore.remove(deviceLink);
            unused.forEach(module -> unload(module, warnings));
            warnings.addAll(compare(earlier, reader.readQdiscs(deviceLink)));
        }
        return new ChangeOutcome(true, deviceLink.name() + ": port removed", lines, warnings);
    }

    /** The qdiscs to put back: those whose place no user's qdisc has taken. */
    private static List<EarlierQdisc> findEarlier(DeviceStateStore.DeviceState before, List<Qdisc> qdiscs) {
        return before.qdiscs().stream()
                .filter(earlier ->
                        qdiscs.stream().noneMatch(qdisc -> qdisc.portKind().isEmpty() && earlier.isBlockedBy(qdisc)))
                .toList();
    }

    /** A warning for each qdisc that was put back with options which tc could not set. */
    private static List<String> compare(List<EarlierQdisc> earlier, List<Qdisc> now) {
        return earlier.stream()
                .filter(each -> now.stream().noneMatch(each::matches))
                .map(each -> each.name() + " was put back, but not all of its options: tc cannot set them")
                .toList();
    }

    /** The modules that install loaded and that have no users after these ports are removed. */
    private List<KernelModule> unusedModules(List<Port> ports) {
        return Arrays.stream(QdiscKind.values())
                .filter(kind -> {
                    KernelModule module = context.module(kind);
                    long users = ports.stream()
                            .filter(port -> port.config().kind() == kind)
                            .count();
                    return stateStore.hasModule(module) && module.isLoaded() && module.useCount() == users;
                })
                .map(context::module)
                .toList();
    }

    private void unload(KernelModule module, List<String> warnings) {
        if (module.useCount() == 0) {
            context.execute("unload the module", module.unloadPlan(), () -> {});
            stateStore.remove(module);
            forgetDefaults(module).ifPresent(warnings::add);
        }
    }

    /** With the module go its sysctls, the settings of ports to come. */
    private Optional<String> forgetDefaults(KernelModule module) {
        List<String> forgotten =
                module.name().equals(QdiscKind.DWRR.module()) ? stateStore.removeDefaults() : List.of();
        return forgotten.isEmpty()
                ? Optional.empty()
                : Optional.of("with its last port the module was unloaded, and with it the defaults for new ports: "
                        + String.join(", ", forgotten));
    }

    private static String describeOtherQdisc(List<Qdisc> qdiscs) {
        return qdiscs.stream()
                .filter(qdisc -> !qdisc.isDefault())
                .map(qdisc ->
                        "; " + qdisc.kind() + " " + qdisc.handleText() + " does not belong to mqecn and was left alone")
                .findFirst()
                .orElse("");
    }

    private static void verify(RtnetlinkReader reader, DeviceLink deviceLink) {
        if (!reader.readPorts(deviceLink).isEmpty()) {
            throw new UserError(
                    deviceLink.name() + " is still a port after remove",
                    "see 'tc qdisc show dev " + deviceLink.name() + "'");
        }
    }
}
