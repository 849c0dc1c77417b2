// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.DeviceAddress;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.KernelRoute;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.topology.Ipv4Address;

/** Devices, addresses, routes and qdiscs of one network namespace, read over netlink. */
public record ObservedNamespace(
        List<DeviceLink> links,
        List<DeviceAddress> addresses,
        List<KernelRoute> routes,
        List<Qdisc> qdiscs,
        List<Port> ports) {
    public ObservedNamespace {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        qdiscs = List.copyOf(qdiscs);
        ports = List.copyOf(ports);
    }

    /** Reads the namespace of this thread. */
    static ObservedNamespace read() {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            return new ObservedNamespace(
                    reader.readLinks(),
                    reader.readAddresses(),
                    reader.readRoutes(),
                    reader.readQdiscs(),
                    reader.readPorts());
        }
    }

    /** Formats a device for messages: {@code h1 eth0}, or {@code eth0} in mqecn's own namespace. */
    public static String label(String namespace, String device) {
        return namespace.isEmpty() ? device : namespace + " " + device;
    }

    /** Finds a device by name. */
    public Optional<DeviceLink> link(String name) {
        return links.stream()
                .filter(deviceLink -> deviceLink.name().equals(name))
                .findFirst();
    }

    /** Finds a device by its hardware address, even after it was renamed. */
    public Optional<DeviceLink> linkByMac(String mac) {
        return links.stream().filter(deviceLink -> deviceLink.mac().equals(mac)).findFirst();
    }

    /** The addresses of a device: {@code 10.0.1.1/24}. */
    public List<Ipv4Address> addresses(DeviceLink deviceLink) {
        return addresses.stream()
                .filter(address -> address.deviceIndex() == deviceLink.index())
                .map(address -> new Ipv4Address(address.address(), address.prefixLength()))
                .toList();
    }

    /** The qdiscs of a device without those that the kernel attached by default. */
    public List<Qdisc> qdiscs(DeviceLink deviceLink) {
        return qdiscs.stream()
                .filter(qdisc -> qdisc.deviceIndex() == deviceLink.index() && !qdisc.isDefault())
                .toList();
    }

    /** A copy without a device and its addresses, routes and qdiscs. */
    ObservedNamespace without(DeviceLink deviceLink) {
        return new ObservedNamespace(
                links.stream()
                        .filter(each -> each.index() != deviceLink.index())
                        .toList(),
                addresses.stream()
                        .filter(each -> each.deviceIndex() != deviceLink.index())
                        .toList(),
                routes.stream()
                        .filter(each -> each.nextHops().stream()
                                .noneMatch(nextHop -> nextHop.deviceIndex() == deviceLink.index()))
                        .toList(),
                qdiscs.stream()
                        .filter(each -> each.deviceIndex() != deviceLink.index())
                        .toList(),
                ports.stream()
                        .filter(each -> !each.device().equals(deviceLink.name()))
                        .toList());
    }
}
