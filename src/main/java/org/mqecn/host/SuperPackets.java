// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Offloads;
import org.mqecn.port.UserError;

/**
 * Super-packets: up to 64 KB that the stack handles as one packet, to be cut by the device. A port cuts them too,
 * but they arrive in bursts that no wire would bring, so they should not be made: not on the port's device, not by
 * the senders, not by the devices that packets come in through.
 */
final class SuperPackets {
    /** A word of {@code ethtool -K} and the features that it switches. */
    private record Switch(String word, String features) {
        List<String> activeOf(Offloads offloads) {
            return offloads.active().stream().filter(name -> name.matches(features)).sorted().toList();
        }
    }

    private static final List<Switch> SWITCHES = List.of(
            new Switch("tso", "tx-tcp.*-segmentation"),
            new Switch("gso", "tx-generic-segmentation"),
            new Switch("gro", "rx-gro"),
            new Switch("lro", "rx-lro"),
            new Switch("rx-gro-hw", "rx-gro-hw"));
    private static final List<String> USUAL = List.of("tso", "off", "gso", "off", "gro", "off");

    private final Commands commands;

    SuperPackets(Commands commands) {
        this.commands = commands;
    }

    /** What keeps a device from making them; for a device that is not there, what it usually takes. */
    Plan stop(String device, Memory.Device found) {
        Plan plan = new Plan();
        if (found.gsoMaxSegments() != 1) {
            plan.add(segments(device, 1), segments(device, found.gsoMaxSegments()));
        }
        List<String> off = new ArrayList<>();
        List<String> on = new ArrayList<>();
        for (Switch each : SWITCHES) {
            List<String> active = each.activeOf(found.offloads());
            if (!active.isEmpty()) {
                off.addAll(List.of(each.word, "off"));
                active.forEach(name -> on.addAll(List.of(name, "on")));
            }
        }
        return off.isEmpty() ? plan : plan.add(features(device, off), features(device, on));
    }

    /** As {@link #stop}, where nothing is known about the device. */
    Plan stopUnseen(String device) {
        return new Plan().add(segments(device, 1)).add(features(device, USUAL));
    }

    /** What brings a device back to what it was. */
    Plan restore(Link link, Memory.Device before) {
        Plan plan = new Plan();
        if (link.gsoMaxSegments() != before.gsoMaxSegments()) {
            plan.add(segments(link.name(), before.gsoMaxSegments()), segments(link.name(), link.gsoMaxSegments()));
        }
        List<String> missing = before.offloads().missingFrom(Offloads.read(link.name()));
        if (!missing.isEmpty()) {
            plan.add(features(link.name(), missing.stream().flatMap(name -> List.of(name, "on").stream()).toList()));
        }
        return plan;
    }

    private List<String> segments(String device, long number) {
        return commands.ip("link", "set", "dev", device, "gso_max_segs", Long.toString(number));
    }

    private List<String> features(String device, List<String> words) {
        List<String> command = commands.ethtool("-K", device);
        command.addAll(words);
        return command;
    }

    /** Who else makes them on the way to a port, a sentence each with the command that stops it. */
    static List<String> makers(Kernel kernel, Link port) {
        List<String> makers = new ArrayList<>();
        List<Link> links = kernel.links().stream()
                .filter(link -> link.index() != port.index() && link.up() && !link.name().equals("lo")).toList();
        for (Link link : links) {
            if (Offloads.read(link.name()).gluesArrivals()) {
                makers.add(link.name() + " glues arriving packets together (GRO): 'ethtool -K " + link.name()
                        + " gro off' stops it");
            }
        }
        Netns.names().forEach(name -> makers.addAll(makersIn(name, kernel, links)));
        return makers;
    }

    /** The far ends in a namespace of veth pairs that begin here. */
    private static List<String> makersIn(String namespace, Kernel here, List<Link> links) {
        try {
            int id = here.namespace(namespace);
            Set<Integer> ends = links.stream()
                    .filter(link -> id != Link.SAME && link.peerNamespace() == id && link.kind().equals("veth"))
                    .map(Link::peerIndex).collect(Collectors.toSet());
            return ends.isEmpty() ? List.of() : Netns.call(namespace, () -> {
                try (Kernel there = new Kernel()) {
                    return there.links().stream()
                            .filter(sender -> ends.contains(sender.index()))
                            .filter(sender -> Offloads.read(sender.name()).makesSuperPackets())
                            .map(sender -> "the sender " + sender.name() + " in " + namespace
                                    + " makes super-packets: 'ip netns exec " + namespace + " ethtool -K "
                                    + sender.name() + " tso off gso off' stops it")
                            .toList();
                }
            });
        } catch (UserError e) {
            // What cannot be looked into cannot be warned of; the port is there all the same.
            return List.of();
        }
    }
}
