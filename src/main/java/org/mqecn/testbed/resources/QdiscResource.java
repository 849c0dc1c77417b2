// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.DwrrSysctls;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.NetnsCommands;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.topology.QueueingDiscipline;

/** What stands on a device of ours, in front of the wire. */
public record QdiscResource(
        LocalMachine machine, String namespace, String device, QueueingDiscipline queueingDiscipline)
        implements Resource {
    private static final String ROOT = "root";
    private static final String INGRESS = "ingress";
    private static final String HANDLE = "1:";

    @Override
    public String name() {
        return "port " + new NetnsCommands(namespace).label(device);
    }

    private Optional<DeviceLink> link(ObservedState state) {
        return state.namespace(namespace).flatMap(observedNamespace -> observedNamespace.link(device));
    }

    /** All that somebody asked for: the device is ours, and so is what is on it. */
    private List<Qdisc> qdiscs(ObservedState state) {
        return link(state)
                .map(deviceLink -> state.namespace(namespace).orElseThrow().qdiscs(deviceLink))
                .orElse(List.of());
    }

    /** What waits for packets to come in: no port of a file has that. */
    private List<Qdisc> unexpectedQdiscs(ObservedState state) {
        return qdiscs(state).stream()
                .filter(qdisc -> qdisc.parentText().equals(INGRESS))
                .toList();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        boolean wantsNothing = queueingDiscipline.equals(QueueingDiscipline.KERNEL_DEFAULT);
        if (qdiscs(state).isEmpty()) {
            return wantsNothing ? ResourceStatus.IN_SYNC : ResourceStatus.MISSING;
        }
        List<String> differences = new ArrayList<>(egressDifferences(state));
        unexpectedQdiscs(state).forEach(qdisc -> differences.add(qdisc.kind() + ": nobody asked for it"));
        return ResourceStatus.ofDifferences(differences);
    }

    /** What is wrong with that through which packets leave. */
    private List<String> egressDifferences(ObservedState state) {
        return queueingDiscipline instanceof QueueingDiscipline.DwrrDiscipline dwrrDiscipline
                ? differences(dwrrDiscipline.request(), state)
                : QdiscTreeComparison.differences(layers(), observedQdiscs(state));
    }

    private List<QueueingDiscipline.TcQdisc> layers() {
        return ((QueueingDiscipline.StockDiscipline) queueingDiscipline).qdiscs();
    }

    private List<QdiscTreeComparison.ObservedQdisc> observedQdiscs(ObservedState state) {
        return qdiscs(state).stream()
                .filter(qdisc -> !qdisc.parentText().equals(INGRESS))
                .map(QdiscTreeComparison.ObservedQdisc::of)
                .toList();
    }

    private List<String> differences(QdiscRequest request, ObservedState state) {
        Optional<Port> present = findPort(QdiscKind.DWRR, ROOT, state);
        if (present.isEmpty()) {
            return List.of("dwrr: is not there");
        }
        int queues = present.get().config().queues().size();
        return queues == request.queueCount()
                ? request.withDefaultsFrom(defaults(state))
                        .differences(present.get().config())
                : List.of("queues " + request.queueCount() + ": the kernel has " + queues);
    }

    /** The defaults of a new dwrr port in this namespace. */
    private PortConfig defaults(ObservedState state) {
        return state.cached(
                "default port configuration of " + namespace,
                PortConfig.class,
                () -> Netns.call(namespace, () -> DwrrSysctls.defaults(machine)));
    }

    /** The qdisc of ours that stands at a place. */
    private Optional<Port> findPort(QdiscKind kind, String place, ObservedState state) {
        return state.namespace(namespace).orElseThrow().ports().stream()
                .filter(each -> each.device().equals(device) && each.parent().equals(place))
                .filter(each -> each.config().kind() == kind && each.config().isComplete())
                .findFirst();
    }

    @Override
    public List<Command> create(ObservedState state) {
        if (queueingDiscipline instanceof QueueingDiscipline.DwrrDiscipline dwrrDiscipline) {
            return List.of(moduleQdiscCommand(
                    "add",
                    ROOT,
                    HANDLE,
                    QdiscKind.DWRR.keyword(),
                    dwrrDiscipline.request().arguments()));
        }
        return layers().stream().map(this::add).toList();
    }

    private Command add(QueueingDiscipline.TcQdisc tcQdisc) {
        String place = QdiscTreeComparison.attachPoint(tcQdisc);
        return tcQdisc.isEiffel()
                ? moduleQdiscCommand("add", place, tcQdisc.handle(), tcQdisc.kind(), tcQdisc.options())
                : new NetnsCommands(namespace)
                        .tc(qdiscArguments("add", place, tcQdisc.handle(), tcQdisc.kind(), tcQdisc.options()));
    }

    /** What only the checkout's plugin makes tc understand. */
    private Command moduleQdiscCommand(String verb, String place, String handle, String kind, List<String> options) {
        return new NetnsCommands(namespace).tcWithPlugins(machine, qdiscArguments(verb, place, handle, kind, options));
    }

    private List<String> qdiscArguments(String verb, String place, String handle, String kind, List<String> options) {
        List<String> words = new ArrayList<>(List.of("qdisc", verb, "dev", device));
        words.addAll(List.of(place.split(" ")));
        words.addAll(List.of("handle", handle, kind));
        words.addAll(options);
        return words;
    }

    @Override
    public List<Command> repair(ObservedState state) {
        List<Command> commands = new ArrayList<>();
        unexpectedQdiscs(state).forEach(qdisc -> commands.add(delete(qdisc.kind())));
        if (differOnlyInOptions(state)) {
            commands.addAll(changeCommands(state));
        } else if (!egressDifferences(state).isEmpty()) {
            if (qdiscs(state).stream().anyMatch(qdisc -> qdisc.parentText().equals(ROOT))) {
                commands.add(delete(ROOT));
            }
            commands.addAll(create(state));
        }
        return commands;
    }

    /** Whether all is there and changing values of our own will do, so that packets and counters stay. */
    private boolean differOnlyInOptions(ObservedState state) {
        return queueingDiscipline instanceof QueueingDiscipline.DwrrDiscipline dwrrDiscipline
                ? findPort(QdiscKind.DWRR, ROOT, state)
                        .filter(port -> port.config().queues().size()
                                == dwrrDiscipline.request().queueCount())
                        .isPresent()
                : QdiscTreeComparison.differOnlyInModuleOptions(layers(), observedQdiscs(state));
    }

    private List<Command> changeCommands(ObservedState state) {
        if (queueingDiscipline instanceof QueueingDiscipline.DwrrDiscipline dwrrDiscipline) {
            return change(ROOT, dwrrDiscipline.request().withDefaultsFrom(defaults(state)), state);
        }
        return layers().stream()
                .filter(QueueingDiscipline.TcQdisc::isEiffel)
                .flatMap(tcQdisc -> change(
                        QdiscTreeComparison.attachPoint(tcQdisc),
                        QdiscRequest.parse(QdiscKind.find(tcQdisc.kind()).orElseThrow(), tcQdisc.options())
                                .withDefaults(),
                        state)
                        .stream())
                .toList();
    }

    private List<Command> change(String place, QdiscRequest wanted, ObservedState state) {
        Port port = findPort(wanted.kind(), place, state).orElseThrow();
        QdiscRequest missing = wanted.missingFrom(port.config());
        return missing.assignments().isEmpty()
                ? List.of()
                : List.of(moduleQdiscCommand("change", place, port.handle(), port.kind(), missing.arguments()));
    }

    private Command delete(String what) {
        return new NetnsCommands(namespace).tc(List.of("qdisc", "del", "dev", device, what));
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}
