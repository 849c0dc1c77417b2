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

/**
 * One way through an impaired link: frames that come in by one device of the namespace in its middle are late, or
 * lost, and leave by the other.
 *
 * @param ingressDevice device by which they come
 * @param egressDevice device by which they leave
 * @param netemOptions words of netem
 */
public record NetemResource(String namespace, String ingressDevice, String egressDevice, List<String> netemOptions)
        implements Resource {
    private static final String NETEM = "netem";
    private static final String INGRESS = "ingress";

    @Override
    public String name() {
        return "cable " + namespace + " " + ingressDevice + " to " + egressDevice;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        Optional<ObservedNamespace> network = state.namespace(namespace);
        List<Qdisc> entry = qdiscs(network, ingressDevice);
        List<Qdisc> exit = qdiscs(network, egressDevice);
        boolean redirects = entry.stream().anyMatch(qdisc -> qdisc.parentText().equals(INGRESS));
        List<Qdisc> impaired =
                exit.stream().filter(qdisc -> qdisc.kind().equals(NETEM)).toList();
        if (!redirects && impaired.isEmpty()) {
            return ResourceStatus.MISSING;
        }
        List<String> differences = new ArrayList<>();
        if (!redirects) {
            differences.add(ingressDevice + " passes nothing on");
        }
        differences.addAll(
                impaired.isEmpty()
                        ? List.of("no delay or loss")
                        : QdiscOptionComparison.differences(
                                NETEM, impaired.get(0).stockOptions(), netemOptions));
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

    /** What is there goes first: of the devices in the middle, all is ours. */
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
