// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mqecn.host.ChangeContext.ReadBack;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Assignment;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.value.UserError;

/** Changes existing ports: one with tc, or all of a network namespace with sysctl. */
public final class PortChanger {
    private final ChangeContext context;
    private final DwrrSysctls dwrrSysctls;

    public PortChanger(ChangeContext context) {
        this.context = context;
        this.dwrrSysctls = new DwrrSysctls(context.machine());
    }

    /**
     * Changes one port.
     *
     * @param words keys and values for the port's kind of qdisc
     * @throws UserError if that fails; then nothing is changed
     */
    public ChangeOutcome set(String device, List<String> words) {
        QdiscRequest typed = QdiscRequest.parse(words);
        typed.assignments().stream()
                .filter(each -> each.setting().isFixed())
                .findFirst()
                .ifPresent(fixed -> {
                    throw UserError.usage(
                            fixed.setting().key() + " cannot be changed after install",
                            "'mqecn install " + device + " --replace --" + fixed + " …' reinstalls the port");
                });
        List<String> warnings = new ArrayList<>();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            Optional<DeviceLink> link = context.findDevice(reader, device, warnings);
            if (link.isEmpty()) {
                return planWithoutDevice(device, typed.kind(), typed.arguments(), warnings);
            }
            Port port = requirePort(reader, link.get());
            return set(
                    reader, link.get(), port, QdiscRequest.parse(port.config().kind(), words), warnings);
        }
    }

    /**
     * Changes one port.
     *
     * @param request for the port's kind of qdisc
     * @throws UserError if that fails; then nothing is changed
     */
    ChangeOutcome set(String device, QdiscRequest request) {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            DeviceLink link = reader.readLink(device);
            return set(reader, link, requirePort(reader, link), request, new ArrayList<>());
        }
    }

    private ChangeOutcome set(
            RtnetlinkReader reader, DeviceLink link, Port port, QdiscRequest request, List<String> warnings) {
        request.validateChange(port.config());
        if (request.differences(port.config()).isEmpty()) {
            return ChangeOutcome.unchanged(link.name() + " already has these values");
        }
        CommandPlan commandPlan = new CommandPlan()
                .add(
                        changeCommand(port, request.arguments()),
                        changeCommand(port, request.currentArguments(port.config())));
        ReadBack<Port> readBack = context.dryRun()
                ? new ReadBack<>(List.of(), port)
                : context.executeAndReadBack(
                        "change " + link.name(), commandPlan, () -> readBack(reader, link, request));
        PortConfig config = readBack.state().config();
        warnings.addAll(WarningMerger.merge(readBack.warnings(), request.warnings(config)));
        warnings.addAll(request.ignored(config));
        return new ChangeOutcome(
                true, link.name() + ": " + String.join(" ", request.arguments()), commandPlan.shellLines(), warnings);
    }

    /**
     * Sets the counters of a port to zero and its watermarks to the current backlog.
     *
     * @throws UserError if that fails
     */
    public ChangeOutcome clear(String device) {
        List<String> warnings = new ArrayList<>();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            Optional<DeviceLink> link = context.findDevice(reader, device, warnings);
            if (link.isEmpty()) {
                return planWithoutDevice(device, QdiscKind.DWRR, List.of("clear"), warnings);
            }
            Port port = requirePort(reader, link.get());
            CommandPlan commandPlan = new CommandPlan().add(changeCommand(port, List.of("clear")));
            warnings.addAll(context.execute("clear the counters of " + device, commandPlan, () -> {}));
            return new ChangeOutcome(true, device + ": counters are 0", commandPlan.shellLines(), warnings);
        }
    }

    /** The command for a device that does not exist, if it had a port with install's defaults. */
    private ChangeOutcome planWithoutDevice(String device, QdiscKind kind, List<String> words, List<String> warnings) {
        return new ChangeOutcome(
                true,
                "",
                new CommandPlan()
                        .add(changeCommand(device, "root", "1:", kind, words))
                        .shellLines(),
                warnings);
    }

    private static Port readBack(RtnetlinkReader reader, DeviceLink deviceLink, QdiscRequest request) {
        Port port = requirePort(reader, deviceLink);
        ChangeContext.requireNoDifferences(request.differences(port.config()));
        return port;
    }

    private static Port requirePort(RtnetlinkReader reader, DeviceLink deviceLink) {
        List<Port> ports = reader.readPorts(deviceLink);
        if (ports.isEmpty()) {
            throw new UserError(
                    deviceLink.name() + " is not a port",
                    "'mqecn install " + deviceLink.name() + " --rate RATE' makes it one");
        }
        if (!ports.get(0).config().isComplete()) {
            throw new UserError(
                    deviceLink.name() + " is a port that impersonates tbf: its settings are the dwrr.* sysctls",
                    "set them for every port: 'mqecn set KEY VALUE'");
        }
        return ports.get(0);
    }

    private Command changeCommand(Port port, List<String> words) {
        return changeCommand(
                port.device(), port.parent(), port.handle(), port.config().kind(), words);
    }

    private Command changeCommand(String device, String place, String handle, QdiscKind kind, List<String> words) {
        List<String> arguments = new ArrayList<>(List.of("handle", handle, kind.keyword()));
        arguments.addAll(words);
        return context.qdiscCommand(device, place, "change", arguments);
    }

    /**
     * Changes every port of the network namespace and the defaults of future ports.
     *
     * @throws UserError if that fails; then nothing is changed
     */
    public ChangeOutcome set(QdiscRequest request) {
        List<Assignment> assignments = dwrrSysctls.expand(request.inSafeOrder());
        if (!dwrrSysctls.exist() && !context.dryRun()) {
            throw new UserError(
                    "there are no dwrr.* sysctls: the module is not loaded", "'mqecn module load' loads it");
        }
        CommandPlan commandPlan = new CommandPlan();
        assignments.forEach(each -> commandPlan.add(writeCommand(each, each.value()), undoCommand(each)));
        String summary = "every port: " + String.join(" ", request.arguments());
        if (context.dryRun()) {
            return new ChangeOutcome(true, summary, commandPlan.shellLines(), List.of());
        }
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            if (differences(reader, assignments).isEmpty()) {
                return ChangeOutcome.unchanged("every port already has these values");
            }
            dwrrPorts(reader).forEach(port -> request.validateAgainst(port.device(), port.config()));
            request.validateAgainst("new ports", DwrrSysctls.defaults(context.machine()));
            context.execute(
                    "change every port",
                    commandPlan,
                    () -> ChangeContext.requireNoDifferences(differences(reader, assignments)));
            context.stateStore().saveDefaults(assignments);
            return new ChangeOutcome(true, summary, commandPlan.shellLines(), warnings(dwrrPorts(reader), request));
        }
    }

    /** The warnings about ports that a request has changed or, if there are none, about ports to come. */
    private List<String> warnings(List<Port> ports, QdiscRequest request) {
        return ports.isEmpty()
                ? request.ignored(DwrrSysctls.defaults(context.machine()))
                : ports.stream()
                        .flatMap(port -> Stream.concat(
                                        port.config().warnings().stream(), request.ignored(port.config()).stream())
                                .map(warning -> port.device() + ": " + warning))
                        .toList();
    }

    /** The ports that sysctls change. */
    private static List<Port> dwrrPorts(RtnetlinkReader reader) {
        return reader.readPorts().stream()
                .filter(port ->
                        port.config().kind() == QdiscKind.DWRR && port.config().isComplete())
                .toList();
    }

    private Command writeCommand(Assignment assignment, long value) {
        return context.commands().exec("sysctl", "-q", "-w", DwrrSysctls.assignmentText(assignment, value));
    }

    private Optional<Command> undoCommand(Assignment assignment) {
        OptionalLong old = dwrrSysctls.value(assignment.setting(), assignment.queue());
        return old.isEmpty() ? Optional.empty() : Optional.of(writeCommand(assignment, old.getAsLong()));
    }

    /** The differences between sysctls and ports, and what was requested. */
    private List<String> differences(RtnetlinkReader reader, List<Assignment> assignments) {
        List<String> differences = new ArrayList<>(dwrrSysctls.differences(assignments));
        for (Port port : dwrrPorts(reader)) {
            List<Assignment> present = assignments.stream()
                    .filter(each -> each.queue() < port.config().queues().size())
                    .toList();
            new QdiscRequest(QdiscKind.DWRR, present)
                    .differences(port.config())
                    .forEach(difference -> differences.add(port.device() + ": " + difference));
        }
        return differences;
    }
}
