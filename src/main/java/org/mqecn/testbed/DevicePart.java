// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Link;

/**
 * A device ready for use: up, with its MTU, on its bridge, cut off from super-packets.
 *
 * @param mtu 0 for any
 * @param gsoMaxSegments most segments of a super-packet that it may be given: 1 keeps the sender from making any;
 *     0 for any
 * @param bridge that it is a port of; empty for none
 */
public record DevicePart(String namespace, String device, int mtu, int gsoMaxSegments, String bridge)
        implements Part {
    /** What the kernel has as the master of all ports of Open vSwitch, whose bridges it does not know. */
    private static final String OVS = "ovs-system";

    private record Want(String words, String difference) {}

    @Override
    public String name() {
        return "device " + new Typed(namespace).name(device);
    }

    @Override
    public Standing look(Truth truth) {
        Optional<Network> network = truth.network(namespace);
        Optional<Link> link = network.flatMap(each -> each.link(device));
        return link.map(each -> Standing.with(wants(network.get(), each).stream().map(Want::difference).toList()))
                .orElse(Standing.MISSING);
    }

    private List<Want> wants(Network network, Link link) {
        List<Want> wants = new ArrayList<>();
        if (mtu != 0 && link.mtu() != mtu) {
            wants.add(new Want("mtu " + mtu, "mtu " + mtu + ": is " + link.mtu()));
        }
        if (gsoMaxSegments != 0 && link.gsoMaxSegments() != gsoMaxSegments) {
            wants.add(new Want("gso_max_segs " + gsoMaxSegments,
                    "gso_max_segs " + gsoMaxSegments + ": is " + link.gsoMaxSegments()));
        }
        String actual = network.links().stream().filter(each -> each.index() == link.master()).map(Link::name)
                .filter(name -> !name.equals(OVS)).findFirst().orElse("");
        if (!bridge.equals(actual)) {
            wants.add(new Want(bridge.isEmpty() ? "nomaster" : "master " + bridge,
                    bridge.isEmpty() ? "is a port of " + actual : "is no port of " + bridge));
        }
        if (!link.up()) {
            wants.add(new Want("up", "is down"));
        }
        return wants;
    }

    @Override
    public List<Command> make(Truth truth) {
        List<String> words = new ArrayList<>(List.of("link", "set", "dev", device));
        if (gsoMaxSegments == 1) {
            words.addAll(List.of("gso_max_segs", "1"));
        }
        if (!bridge.isEmpty()) {
            words.addAll(List.of("master", bridge));
        }
        words.add("up");
        return List.of(new Typed(namespace).ip(words.toArray(String[]::new)));
    }

    @Override
    public List<Command> mend(Truth truth) {
        Network network = truth.network(namespace).orElseThrow();
        List<String> words = new ArrayList<>(List.of("link", "set", "dev", device));
        wants(network, network.link(device).orElseThrow()).forEach(want -> words.addAll(List.of(want.words.split(" "))));
        return List.of(new Typed(namespace).ip(words.toArray(String[]::new)));
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
