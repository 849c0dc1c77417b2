// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/**
 * A device compared with its specification.
 *
 * @param link the device; empty if there is none
 * @param port at its root
 * @param otherQdisc what a user has put at its root, if that is no port
 * @param wanted the specified settings and the defaults of all others, as of a new port
 */
record PortComparison(
        PortSpec spec,
        Optional<DeviceLink> link,
        Optional<Port> port,
        Optional<Qdisc> otherQdisc,
        Optional<QdiscRequest> wanted) {
    /** What makes the device as specified. */
    enum Step {
        NONE,
        INSTALL,
        CHANGE,
        REPLACE,
        REMOVE
    }

    private static final String ROOT = "root";
    private static final String QDISC = "qdisc";
    private static final String NO_PORT = "kernel-default";

    /** Reads a device. */
    static PortComparison read(RtnetlinkReader reader, PortSpec spec, LocalMachine machine) {
        Optional<DeviceLink> link = DeviceLink.find(reader.readLinks(), spec.name());
        List<Qdisc> qdiscs = link.map(reader::readQdiscs).orElse(List.of());
        Optional<Port> port = link.flatMap(each -> reader.readPorts(each, qdiscs).stream()
                .filter(found -> found.parent().equals(ROOT) && found.config().isComplete())
                .findFirst());
        return new PortComparison(
                spec,
                link,
                port,
                qdiscs.stream()
                        .filter(qdisc -> port.isEmpty() && qdisc.parent() == Qdisc.ROOT && !qdisc.isDefault())
                        .findFirst(),
                spec.request().map(request -> withDefaults(request, machine)));
    }

    private static QdiscRequest withDefaults(QdiscRequest request, LocalMachine machine) {
        if (request.kind() != QdiscKind.DWRR) {
            return request.withDefaults();
        }
        return DwrrSysctls.exist(machine) ? request.withDefaultsFrom(DwrrSysctls.defaults(machine)) : request;
    }

    /** The name of the device, of which the specification may have an alternative one. */
    String device() {
        return link.map(DeviceLink::name).orElse(spec.name());
    }

    Step step() {
        if (wanted.isEmpty()) {
            return port.isPresent() ? Step.REMOVE : Step.NONE;
        }
        if (port.isEmpty()) {
            return Step.INSTALL;
        }
        if (!hasSameShape(port.get().config())) {
            return Step.REPLACE;
        }
        return wanted.get().isMetBy(port.get().config()) ? Step.NONE : Step.CHANGE;
    }

    /** Whether settings can be changed to those wanted: kind and number of queues are fixed. */
    private boolean hasSameShape(PortConfig present) {
        return present.kind() == wanted.orElseThrow().kind()
                && present.queues().size() == wanted.orElseThrow().queueCount();
    }

    /** The wanted settings that the port does not have. */
    QdiscRequest missing() {
        return wanted.orElseThrow().missingFrom(port.orElseThrow().config());
    }

    List<PortDifference> differences() {
        return switch (step()) {
            case NONE -> List.of();
            case INSTALL -> List.of(difference(QDISC, describePresent(), kind()));
            case REMOVE -> List.of(difference(QDISC, describePresent(), NO_PORT));
            case REPLACE ->
                port.orElseThrow().kind().equals(kind())
                        ? List.of(difference(
                                "queues",
                                Integer.toString(
                                        port.orElseThrow().config().queues().size()),
                                Integer.toString(wanted.orElseThrow().queueCount())))
                        : List.of(difference(QDISC, describePresent(), kind()));
            case CHANGE ->
                missing().assignments().stream()
                        .map(each -> difference(
                                each.setting().key() + (each.setting().isPerQueue() ? " " + each.queue() : ""),
                                format(
                                        each.setting().quantity(),
                                        port.orElseThrow().config().value(each.setting(), each.queue())),
                                each.setting().quantity().format(each.value())))
                        .toList();
        };
    }

    private static String format(Quantity quantity, OptionalLong value) {
        return value.isEmpty() ? "-" : quantity.format(value.getAsLong());
    }

    private String kind() {
        return wanted.orElseThrow().kind().keyword();
    }

    private String describePresent() {
        if (link.isEmpty()) {
            return "no such device";
        }
        return port.map(Port::kind).or(() -> otherQdisc.map(Qdisc::kind)).orElse(NO_PORT);
    }

    private PortDifference difference(String setting, String present, String specified) {
        return new PortDifference(device(), setting, present, specified);
    }

    /** The specification of the device as it is. */
    PortSpec presentSpec() {
        return PortSpec.of(device(), port.map(found -> QdiscRequest.of(found.config())));
    }

    /**
     * Checks that the device can be made as specified.
     *
     * @param replace whether to replace another qdisc
     * @throws UserError if it cannot
     */
    void validate(RtnetlinkReader reader, ChangeContext context, boolean replace) {
        Step step = step();
        if (step == Step.NONE || step == Step.REMOVE) {
            return;
        }
        if (link.isEmpty() && !context.dryRun()) {
            reader.readLink(spec.name());
        }
        if (step == Step.CHANGE) {
            missing().validateChange(port.orElseThrow().config());
            return;
        }
        if (otherQdisc.isPresent() && !replace) {
            throw new UserError(
                    "another qdisc is in the way on " + device() + ": "
                            + otherQdisc.get().kind() + " " + otherQdisc.get().handleText(),
                    "--replace replaces it with the port");
        }
        if (!context.dryRun()) {
            context.module(wanted.orElseThrow().kind()).requireAvailable();
        }
    }

    /** Makes the device as specified. */
    ChangeOutcome make(ChangeContext context, boolean replace) {
        return switch (step()) {
            case NONE -> ChangeOutcome.unchanged(device() + " is as specified");
            case INSTALL -> install(context, replace, "port installed: ");
            case REPLACE -> install(context, true, "port replaced, its counters start at 0: ");
            case CHANGE -> new PortChanger(context).set(device(), missing());
            case REMOVE -> new PortRemover(context).remove(device());
        };
    }

    private ChangeOutcome install(ChangeContext context, boolean replace, String what) {
        QdiscRequest request = spec.request().orElseThrow();
        ChangeOutcome outcome =
                new PortInstaller(context, new InstallRequest(device(), request, "", "", replace, false)).install();
        return outcome.withSummary(device() + ": " + what + kind()
                + (request.queueCount() == 0 ? "" : " with " + request.queueCount() + " queues"));
    }
}
