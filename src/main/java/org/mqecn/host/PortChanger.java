// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Assignment;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.value.UserError;

/** Changes ports that there are: one by tc, all of a network namespace by sysctl. */
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
     * @param words keys and values, which suit the port's kind
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public ChangeOutcome set(String device, List<String> words) {
        QdiscRequest typed = QdiscRequest.parse(words);
        typed.assignments().stream()
                .filter(each -> each.setting().isFixed())
                .findFirst()
                .ifPresent(fixed -> {
                    throw UserError.usage(
                            fixed.setting().key() + " is fixed when a port is made",
                            "'mqecn install " + device + " --replace --" + fixed + " …' makes it anew");
                });
        List<String> warnings = new ArrayList<>();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            Optional<DeviceLink> link = context.findDevice(reader, device, warnings);
            if (link.isEmpty()) {
                return planWithoutDevice(device, typed.kind(), typed.arguments(), warnings);
            }
            Port port = requirePort(reader, link.get());
            QdiscRequest request = QdiscRequest.parse(port.config().kind(), words);
            request.validateChange(port.config());
            if (request.differences(port.config()).isEmpty()) {
                return ChangeOutcome.unchanged(device + " has these values already");
            }
            CommandPlan commandPlan = new CommandPlan()
                    .add(
                            changeCommand(port, request.arguments()),
                            changeCommand(port, request.currentArguments(port.config())));
            List<String> told = context.execute(
                    "change " + device,
                    commandPlan,
                    () -> ChangeContext.requireNoDifferences(
                            request.differences(requirePort(reader, link.get()).config())));
            warnings.addAll(WarningMerger.merge(
                    told, requirePort(reader, link.get()).config().warnings()));
            return new ChangeOutcome(
                    true, device + ": " + String.join(" ", request.arguments()), commandPlan.shellLines(), warnings);
        }
    }

    /**
     * Sets the counters of a port to zero, and its watermarks, if it has any, to the backlog of now.
     *
     * @throws UserError where it cannot be done
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

    /** For a device that is not there, what it would take if it were a port as install makes them. */
    private ChangeOutcome planWithoutDevice(String device, QdiscKind kind, List<String> words, List<String> warnings) {
        return new ChangeOutcome(
                true,
                "",
                new CommandPlan()
                        .add(changeCommand(device, "root", "1:", kind, words))
                        .shellLines(),
                warnings);
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
                    deviceLink.name() + " is a port that stands in for tbf: its values are those of dwrr.*",
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
     * Changes every port of the network namespace, and what ports to come begin with.
     *
     * @throws UserError where it cannot be done; nothing is changed then
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
                return ChangeOutcome.unchanged("every port has these values already");
            }
            dwrrPorts(reader).forEach(port -> request.validateAgainst(port.device(), port.config()));
            request.validateAgainst("ports to come", DwrrSysctls.defaults(context.machine()));
            context.execute(
                    "change every port",
                    commandPlan,
                    () -> ChangeContext.requireNoDifferences(differences(reader, assignments)));
            List<String> warnings = reader.readPorts().stream()
                    .flatMap(port -> port.config().warnings().stream().map(warning -> port.device() + ": " + warning))
                    .toList();
            return new ChangeOutcome(true, summary, commandPlan.shellLines(), warnings);
        }
    }

    /** Those that sysctls change. */
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

    /** What sysctls and ports do not have, though it was asked for. */
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
