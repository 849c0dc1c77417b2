// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/**
 * Removes ports and puts back what {@link PortInstaller} changed, also where that was interrupted. The module goes where
 * install loaded it and nobody uses it any more; qdiscs of other kinds stay.
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
     * @throws UserError where it cannot be done
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
        List<Port> ports = reader.readPorts(deviceLink);
        Optional<DeviceStateStore.DeviceState> before = stateStore.load(deviceLink);
        List<KernelModule> unused = unusedModules(ports);
        if (ports.isEmpty() && before.isEmpty() && unused.isEmpty()) {
            return ChangeOutcome.unchanged(
                    deviceLink.name() + " is not a port" + describeOtherQdisc(reader, deviceLink));
        }
        CommandPlan commandPlan = new CommandPlan();
        ports.forEach(port -> commandPlan.add(context.deleteQdiscCommand(port)));
        before.ifPresent(
                found -> commandPlan.add(new OffloadPlanner(context.commands()).planRestore(deviceLink, found)));
        List<String> lines = new ArrayList<>(commandPlan.shellLines());
        unused.forEach(module -> lines.addAll(module.unloadPlan().shellLines()));
        context.execute("remove the port from " + deviceLink.name(), commandPlan, () -> verify(reader, deviceLink));
        if (!context.dryRun()) {
            stateStore.remove(deviceLink);
            unused.forEach(this::unload);
        }
        return new ChangeOutcome(true, deviceLink.name() + " is no port any more", lines, List.of());
    }

    /** The modules that install has loaded, and that nobody uses once these ports are gone. */
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

    private void unload(KernelModule module) {
        if (module.useCount() == 0) {
            context.execute("unload the module", module.unloadPlan(), () -> {});
            stateStore.remove(module);
        }
    }

    private static String describeOtherQdisc(RtnetlinkReader reader, DeviceLink deviceLink) {
        return reader.readQdiscs(deviceLink).stream()
                .filter(qdisc -> !qdisc.isDefault())
                .map(qdisc -> "; " + qdisc.kind() + " " + qdisc.handleText() + " is not mqecn's and stays")
                .findFirst()
                .orElse("");
    }

    private static void verify(RtnetlinkReader reader, DeviceLink deviceLink) {
        if (!reader.readPorts(deviceLink).isEmpty()) {
            throw new UserError(
                    "read back, " + deviceLink.name() + " is a port still",
                    "look at 'tc qdisc show dev " + deviceLink.name() + "'");
        }
    }
}
