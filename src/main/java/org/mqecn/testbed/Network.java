// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.LinkAddress;
import org.mqecn.netlink.KernelRoute;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Port;
import org.mqecn.topology.Address;

/** What one network namespace has, as the kernel told it. */
public record Network(List<Link> links, List<LinkAddress> addresses, List<KernelRoute> routes,
        List<Qdisc> qdiscs, List<Port> ports) {
    public Network {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        qdiscs = List.copyOf(qdiscs);
        ports = List.copyOf(ports);
    }

    /** That of this thread. */
    static Network read() {
        try (Kernel kernel = new Kernel()) {
            return new Network(kernel.links(), kernel.addresses(), kernel.routes(), kernel.qdiscs(), kernel.ports());
        }
    }

    /** The device of that name. */
    public Optional<Link> link(String name) {
        return links.stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** The device with that hardware address, whatever its name is now. */
    public Optional<Link> linkWith(String mac) {
        return links.stream().filter(link -> link.mac().equals(mac)).findFirst();
    }

    /** The addresses of a device: {@code 10.0.1.1/24}. */
    public List<Address> addresses(Link link) {
        return addresses.stream().filter(address -> address.device() == link.index())
                .map(address -> new Address(address.bits(), address.prefix())).toList();
    }

    /** The qdiscs of a device that somebody asked for. */
    public List<Qdisc> qdiscs(Link link) {
        return qdiscs.stream().filter(qdisc -> qdisc.device() == link.index() && !qdisc.isDefault()).toList();
    }

    /** Without a device and what is on it. */
    Network without(Link link) {
        return new Network(links.stream().filter(each -> each.index() != link.index()).toList(),
                addresses.stream().filter(each -> each.device() != link.index()).toList(),
                routes.stream().filter(each -> each.hops().stream().noneMatch(hop -> hop.device() == link.index()))
                        .toList(),
                qdiscs.stream().filter(each -> each.device() != link.index()).toList(),
                ports.stream().filter(each -> !each.device().equals(link.name())).toList());
    }
}
