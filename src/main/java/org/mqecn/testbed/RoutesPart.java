// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.netlink.KernelRoute;
import org.mqecn.netlink.Link;
import org.mqecn.topology.Address;
import org.mqecn.topology.Route;

/**
 * All routes of a namespace. Those of the devices' own subnets are the kernel's; only the least retransmission timeout
 * is added to them.
 *
 * @param routes beyond those of the devices' own subnets
 * @param own addresses by device
 * @param rtoMin on every route; the kernel's choice where empty
 */
record RoutesPart(String namespace, List<Route> routes, Map<String, Address> own, Optional<Duration> rtoMin)
        implements Part {
    private static final long MILLISECOND = 1_000_000;

    /** What is not as it should be, and what makes it so. */
    private record Fault(String difference, Command remedy) {}

    @Override
    public String name() {
        return "routes of " + namespace;
    }

    @Override
    public Standing look(Truth truth) {
        Optional<Network> network = truth.network(namespace);
        if (network.isEmpty() || !routes.isEmpty() && network.get().routes().isEmpty()) {
            return Standing.MISSING;
        }
        return Standing.with(faults(network.get()).stream().map(Fault::difference).toList());
    }

    @Override
    public List<Command> make(Truth truth) {
        return Stream.concat(own.keySet().stream().sorted().flatMap(device -> subnet(device).stream()),
                routes.stream().map(route -> set("add", route))).toList();
    }

    @Override
    public List<Command> mend(Truth truth) {
        return faults(truth.network(namespace).orElseThrow()).stream().map(Fault::remedy).toList();
    }

    private List<Fault> faults(Network network) {
        List<Fault> faults = new ArrayList<>();
        for (KernelRoute route : network.routes()) {
            if (route.protocol() == KernelRoute.BY_KERNEL) {
                checkSubnet(network, route).ifPresent(faults::add);
            } else if (routes.stream().noneMatch(wanted -> wanted.to().equals(route.to()))) {
                faults.add(new Fault("route to " + route.to() + ": nobody asked for it",
                        new Typed(namespace).ip("route", "del", route.to())));
            }
        }
        routes.forEach(wanted -> check(network, wanted).ifPresent(faults::add));
        return faults;
    }

    private Optional<Fault> checkSubnet(Network network, KernelRoute route) {
        String device = network.links().stream().filter(link -> link.index() == route.hops().get(0).device())
                .map(Link::name).findFirst().orElse("");
        boolean right = rtoMin.map(Duration::toNanos).orElse(0L) == route.rtoMinNs();
        return right || !own.containsKey(device) ? Optional.empty()
                : Optional.of(new Fault("route to " + route.to() + ": rto_min is " + milliseconds(route.rtoMinNs()),
                        change(device)));
    }

    private static String milliseconds(long nanoseconds) {
        return nanoseconds == 0 ? "not set" : nanoseconds / MILLISECOND + "ms";
    }

    private Optional<Fault> check(Network network, Route wanted) {
        Optional<KernelRoute> found = network.routes().stream().filter(route -> route.to().equals(wanted.to()))
                .findFirst();
        List<String> via = found.map(KernelRoute::hops).orElse(List.of()).stream().map(KernelRoute.Hop::via).sorted()
                .toList();
        if (!via.equals(wanted.via().stream().sorted().toList())) {
            return Optional.of(new Fault("route to " + wanted.to() + " via " + String.join(", ", wanted.via()) + ": "
                    + (found.isEmpty() ? "there is none" : "goes via " + String.join(", ", via)),
                    set("replace", wanted)));
        }
        long rto = found.get().rtoMinNs();
        return rtoMin.map(Duration::toNanos).orElse(0L) == rto ? Optional.empty()
                : Optional.of(new Fault("route to " + wanted.to() + ": rto_min is " + milliseconds(rto),
                        set("replace", wanted)));
    }

    private Command set(String verb, Route route) {
        List<String> words = new ArrayList<>(List.of("route", verb, route.to()));
        if (route.via().size() == 1) {
            words.addAll(List.of("via", route.via().get(0)));
            words.addAll(timeout());
        } else {
            words.addAll(timeout());
            route.via().forEach(via -> words.addAll(List.of("nexthop", "via", via)));
        }
        return new Typed(namespace).ip(words.toArray(String[]::new));
    }

    private Optional<Command> subnet(String device) {
        return rtoMin.map(time -> change(device));
    }

    private Command change(String device) {
        Address address = own.get(device);
        List<String> words = new ArrayList<>(List.of("route", "change", address.subnet(), "dev", device,
                "proto", "kernel", "scope", "link", "src", address.host()));
        words.addAll(timeout());
        return new Typed(namespace).ip(words.toArray(String[]::new));
    }

    private List<String> timeout() {
        return rtoMin.map(time -> List.of("rto_min", time.toMillis() + "ms")).orElse(List.of());
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
