// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Offloads;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.value.UserError;

/**
 * A device that creates GSO packets on the way to a port.
 *
 * @param fact what it does
 * @param command that stops it
 */
public record GsoSource(String fact, String command) {
    /** In the namespace of this thread. A device's name may have dots, so it is no key of sysctl. */
    private static final String FORWARDING = "proc/sys/net/%s/conf/%s/forwarding";

    /** Finds those that can be seen from this thread's network namespace. */
    public static List<GsoSource> findAll(
            RtnetlinkReader reader,
            List<DeviceLink> all,
            DeviceLink port,
            LocalMachine machine,
            NetnsCommands commands) {
        List<GsoSource> sources = new ArrayList<>();
        List<DeviceLink> links = all.stream()
                .filter(deviceLink -> deviceLink.index() != port.index()
                        && deviceLink.up()
                        && !deviceLink.name().equals("lo"))
                .toList();
        for (DeviceLink deviceLink : links) {
            if (passesPacketsTo(port, deviceLink, machine)
                    && Offloads.read(deviceLink.name()).hasReceiveOffload()) {
                sources.add(new GsoSource(
                        deviceLink.name() + " coalesces received packets (GRO)",
                        commands.exec("ethtool", "-K", deviceLink.name(), "gro", "off")
                                .shellLine()));
            }
        }
        Netns.names().forEach(name -> sources.addAll(findIn(name, reader, links)));
        return sources;
    }

    /** A sentence with the fact and the remedy. */
    String warning() {
        return fact + ": '" + command + "' stops it";
    }

    /** Whether packets that a device receives may leave through the port: by a common bridge, or by routing. */
    private static boolean passesPacketsTo(DeviceLink port, DeviceLink from, LocalMachine machine) {
        return from.master() != 0 && from.master() == port.master()
                || Stream.of("ipv4", "ipv6")
                        .map(version ->
                                SmallFile.read(machine.root().resolve(FORWARDING.formatted(version, from.name()))))
                        .anyMatch(value -> value.equals(Optional.of("1")));
    }

    /** The peers in a namespace of veth devices of this namespace. */
    private static List<GsoSource> findIn(String namespace, RtnetlinkReader here, List<DeviceLink> links) {
        try {
            int id = here.readNamespaceId(namespace);
            Set<Integer> ends = links.stream()
                    .filter(deviceLink -> id != DeviceLink.SAME_NAMESPACE
                            && deviceLink.peerNamespace() == id
                            && deviceLink.kind().equals("veth"))
                    .map(DeviceLink::peerIndex)
                    .collect(Collectors.toSet());
            return ends.isEmpty()
                    ? List.of()
                    : Netns.call(namespace, () -> {
                        try (RtnetlinkReader there = new RtnetlinkReader()) {
                            return there.readLinks().stream()
                                    .filter(sender -> ends.contains(sender.index()))
                                    .filter(sender ->
                                            Offloads.read(sender.name()).hasSegmentationOffload())
                                    .map(sender -> new GsoSource(
                                            "the sender " + sender.name() + " in " + namespace + " sends GSO packets",
                                            new NetnsCommands(namespace)
                                                    .exec("ethtool", "-K", sender.name(), "tso", "off", "gso", "off")
                                                    .shellLine()))
                                    .toList();
                        }
                    });
        } catch (UserError e) {
            // Without access to the namespace there is no warning; the port works anyway.
            return List.of();
        }
    }
}
