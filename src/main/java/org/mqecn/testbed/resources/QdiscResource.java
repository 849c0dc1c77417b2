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
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.QueueingDiscipline.TcQdisc;

/** The qdiscs of a device. The testbed owns the device: any other qdisc on it is unexpected. */
public record QdiscResource(
        LocalMachine machine, String namespace, String device, QueueingDiscipline queueingDiscipline)
        implements Resource {
    private static final String INGRESS = "ingress";

    @Override
    public String name() {
        return "qdisc of " + ObservedNamespace.label(namespace, device);
    }

    /** Lists the qdiscs of the device without the kernel's default. */
    private List<Qdisc> qdiscs(ObservedState state) {
        Optional<DeviceLink> link =
                state.namespace(namespace).flatMap(observedNamespace -> observedNamespace.link(device));
        return link.map(each -> state.namespace(namespace).orElseThrow().qdiscs(each))
                .orElse(List.of());
    }

    private List<Qdisc> ingressQdiscs(ObservedState state) {
        return qdiscs(state).stream()
                .filter(qdisc -> qdisc.parentText().equals(INGRESS))
                .toList();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (qdiscs(state).isEmpty()) {
            return queueingDiscipline.qdiscs().isEmpty() ? ResourceStatus.IN_SYNC : ResourceStatus.MISSING;
        }
        List<String> differences = new ArrayList<>(compareEgress(state).differences());
        ingressQdiscs(state).forEach(qdisc -> differences.add(qdisc.kind() + ": unexpected qdisc"));
        return ResourceStatus.ofDifferences(differences);
    }

    private QdiscTreeComparison compareEgress(ObservedState state) {
        List<QdiscTreeComparison.ObservedQdisc> observed = qdiscs(state).stream()
                .filter(qdisc -> !qdisc.parentText().equals(INGRESS))
                .map(qdisc -> QdiscTreeComparison.ObservedQdisc.of(qdisc, findPort(qdisc, state)))
                .toList();
        return new QdiscTreeComparison(queueingDiscipline.qdiscs(), observed, request -> withDefaults(request, state));
    }

    private Optional<Port> findPort(Qdisc qdisc, ObservedState state) {
        return state.namespace(namespace).orElseThrow().ports().stream()
                .filter(port -> port.device().equals(device) && port.handle().equals(qdisc.handleText()))
                .findFirst();
    }

    /** Completes a request with the settings of a new port: for dwrr, those are sysctls of the namespace. */
    private QdiscRequest withDefaults(QdiscRequest request, ObservedState state) {
        return request.kind() == QdiscKind.DWRR
                ? request.withDefaultsFrom(state.cached(
                        "default port configuration of " + namespace,
                        PortConfig.class,
                        () -> Netns.call(namespace, () -> DwrrSysctls.defaults(machine))))
                : request.withDefaults();
    }

    @Override
    public List<Command> create(ObservedState state) {
        return queueingDiscipline.qdiscs().stream()
                .map(qdisc -> qdiscCommand("add", qdisc, qdisc.handle(), qdisc.options()))
                .toList();
    }

    private Command qdiscCommand(String verb, TcQdisc qdisc, String handle, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("qdisc", verb, "dev", device));
        arguments.addAll(List.of(qdisc.attachPoint().split(" ")));
        arguments.addAll(List.of("handle", handle, qdisc.kind()));
        arguments.addAll(options);
        NetnsCommands commands = new NetnsCommands(namespace);
        return qdisc.request().isPresent() ? commands.tcWithPlugins(machine, arguments) : commands.tc(arguments);
    }

    /** Changes options of the modules' qdiscs in place, which keeps packets and counters; else replaces the tree. */
    @Override
    public List<Command> repair(ObservedState state) {
        List<Command> commands = new ArrayList<>();
        ingressQdiscs(state).forEach(qdisc -> commands.add(delete(qdisc.kind())));
        QdiscTreeComparison comparison = compareEgress(state);
        if (comparison.structuralDifferences().isEmpty()) {
            comparison
                    .optionChanges()
                    .map(change -> qdiscCommand(
                            "change",
                            change.qdisc(),
                            change.handle(),
                            change.missing().arguments()))
                    .forEach(commands::add);
        } else {
            if (qdiscs(state).stream().anyMatch(qdisc -> qdisc.parentText().equals(QueueingDiscipline.ROOT))) {
                commands.add(delete(QueueingDiscipline.ROOT));
            }
            commands.addAll(create(state));
        }
        return commands;
    }

    private Command delete(String parent) {
        return new NetnsCommands(namespace).tc(List.of("qdisc", "del", "dev", device, parent));
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}
