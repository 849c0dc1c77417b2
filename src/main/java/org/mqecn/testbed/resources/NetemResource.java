// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.topology.Impairment;

/**
 * One direction of an impaired link. In the namespace in the middle of the link, a mirred action redirects frames from
 * one device to the other, where netem delays or drops them.
 */
public record NetemResource(String namespace, String ingressDevice, String egressDevice, List<String> netemOptions)
        implements Resource {
    private static final String NETEM = "netem";
    private static final String INGRESS = "ingress";

    /** @param namespace in the middle of the link */
    public static NetemResource of(Impairment impairment, String namespace, String ingressDevice, String egressDevice) {
        return new NetemResource(namespace, ingressDevice, egressDevice, NetemOptions.of(impairment, Optional.empty()));
    }

    @Override
    public String name() {
        return "netem " + namespace + " " + ingressDevice + " to " + egressDevice;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        Optional<ObservedNamespace> network = state.namespace(namespace);
        List<Qdisc> ingress = qdiscs(network, ingressDevice);
        List<Qdisc> egress = qdiscs(network, egressDevice);
        boolean redirects =
                ingress.stream().anyMatch(qdisc -> qdisc.parentText().equals(INGRESS));
        List<Qdisc> netem =
                egress.stream().filter(qdisc -> qdisc.kind().equals(NETEM)).toList();
        if (!redirects && netem.isEmpty()) {
            return ResourceStatus.MISSING;
        }
        List<String> differences = new ArrayList<>();
        if (!redirects) {
            differences.add(ingressDevice + ": no mirred redirect");
        }
        differences.addAll(
                netem.isEmpty()
                        ? List.of(egressDevice + ": no netem qdisc")
                        : QdiscOptionComparison.differences(NETEM, netem.get(0).stockOptions(), netemOptions));
        return ResourceStatus.ofDifferences(differences);
    }

    private static List<Qdisc> qdiscs(Optional<ObservedNamespace> network, String device) {
        Optional<DeviceLink> link = network.flatMap(each -> each.link(device));
        return link.map(each -> network.get().qdiscs(each)).orElse(List.of());
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(
                netemCommand("add"),
                tc("qdisc", "add", "dev", ingressDevice, INGRESS),
                tc(
                        "filter",
                        "add",
                        "dev",
                        ingressDevice,
                        INGRESS,
                        "matchall",
                        "action",
                        "mirred",
                        "egress",
                        "redirect",
                        "dev",
                        egressDevice));
    }

    private Command netemCommand(String verb) {
        List<String> words =
                new ArrayList<>(List.of("qdisc", verb, "dev", egressDevice, "root", "handle", "1:", NETEM));
        words.addAll(netemOptions);
        return new NetnsCommands(namespace).tc(words);
    }

    private Command tc(String... words) {
        return new NetnsCommands(namespace).tc(List.of(words));
    }

    /** Removes the present qdiscs first: the testbed owns both devices. */
    @Override
    public List<Command> repair(ObservedState state) {
        List<Command> commands = new ArrayList<>();
        Optional<ObservedNamespace> network = state.namespace(namespace);
        if (qdiscs(network, egressDevice).stream()
                .anyMatch(qdisc -> qdisc.parentText().equals("root"))) {
            commands.add(tc("qdisc", "del", "dev", egressDevice, "root"));
        }
        if (qdiscs(network, ingressDevice).stream()
                .anyMatch(qdisc -> qdisc.parentText().equals(INGRESS))) {
            commands.add(tc("qdisc", "del", "dev", ingressDevice, INGRESS));
        }
        commands.addAll(create(state));
        return commands;
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}
