// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Filled;
import org.mqecn.document.Key;
import org.mqecn.document.Problems;
import org.mqecn.port.Bytes;
import org.mqecn.topology.Words.OfHost;
import org.mqecn.topology.Words.OfHost.What;
import org.mqecn.topology.Words.OfTestbed;

/** Makes the hosts of a testbed complete. */
final class Hosts {
    private static final Bytes MEMORY = new Bytes(256 << 20);
    private static final String DCTCP = "dctcp";

    private final Filled file;
    private final Sketch sketch;
    private final NextHops nextHops;
    private final Routing routing;
    private final Problems problems;
    private final Filled defaults;

    Hosts(Filled file, Sketch sketch, NextHops nextHops, Routing routing, Problems problems) {
        this.file = file;
        this.sketch = sketch;
        this.nextHops = nextHops;
        this.routing = routing;
        this.problems = problems;
        defaults = file.get(OfTestbed.DEFAULTS).flatMap(all -> all.get(OfTestbed.HOST))
                .orElse(Filled.empty(file.place()));
    }

    List<Host> all() {
        Services services = new Services(problems);
        List<Host> hosts = new ArrayList<>();
        sketch.hosts().forEach((name, words) -> hosts.add(new Host(name, machine(name, words), stack(words),
                routes(name, words), services.of(words))));
        services.checkBalancers(sketch.hosts(), hosts);
        return hosts;
    }

    private Optional<VirtualMachine> machine(String name, Filled words) {
        if (words.get(OfHost.KIND).orElse(What.NAMESPACE) == What.NAMESPACE) {
            own(name).ifPresent(own -> OfHost.OF_VM.stream().filter(own::has).forEach(key -> problems.error(
                    own.placeOf(key), "'" + key + "' is for virtual machines, and host " + name + " is a namespace",
                    "leave it out, or make it one: kind: vm")));
            return Optional.empty();
        }
        Optional<String> image = words.get(OfHost.IMAGE);
        if (image.isEmpty()) {
            problems.error(words.place(), "virtual machine " + name + " has no image",
                    "name one, for it or in defaults: image: video");
        }
        return image.map(disk -> new VirtualMachine(disk, words.get(OfHost.MEMORY).orElse(MEMORY),
                words.get(OfHost.PROCESSORS).orElse(1), words.get(OfHost.DATA_DISK),
                words.get(OfHost.VNC).orElse(false)));
    }

    /** What the file itself says of a host. */
    private Optional<Filled> own(String name) {
        return file.get(OfTestbed.HOSTS).stream().flatMap(hosts -> hosts.entrySet().stream())
                .filter(entry -> entry.getKey().value().equals(name)).map(Map.Entry::getValue).findFirst();
    }

    private Stack stack(Filled words) {
        Optional<String> control = words.get(OfHost.CONGESTION_CONTROL);
        Optional<Boolean> ecn = words.get(OfHost.ECN);
        boolean isDctcp = control.filter(DCTCP::equals).isPresent();
        if (isDctcp && ecn.filter(asks -> !asks).isPresent()) {
            problems.error(words.placeOf(OfHost.ECN), "dctcp (line " + words.placeOf(OfHost.CONGESTION_CONTROL).line()
                    + ") does not work without ECN", "write ecn: true, or take another congestion control");
        }
        Map<String, String> sysctls = Sysctls.merged(defaults, words, OfHost.SYSCTLS);
        sayOnce(words, OfHost.ECN, sysctls, "net.ipv4.tcp_ecn");
        sayOnce(words, OfHost.CONGESTION_CONTROL, sysctls, "net.ipv4.tcp_congestion_control");
        return new Stack(control, isDctcp ? Optional.of(true) : ecn, words.get(OfHost.RTO_MIN),
                words.get(OfHost.DELAY).orElse(Duration.ZERO), words.get(OfHost.RATE),
                words.get(OfHost.SUPER_PACKETS).orElse(SuperPackets.NONE), sysctls);
    }

    private void sayOnce(Filled words, Key<?> key, Map<String, String> sysctls, String sysctl) {
        if (words.has(key) && sysctls.containsKey(sysctl)) {
            problems.error(words.placeOf(OfHost.SYSCTLS), "'" + key + "' (line " + words.placeOf(key).line() + ") sets "
                    + sysctl + " already", "leave out one of them");
        }
    }

    private List<Route> routes(String name, Filled words) {
        List<Route> routes = new ArrayList<>();
        words.get(OfHost.ROUTES).ifPresent(given -> given.forEach(route ->
                nextHops.route(name, route, problems).ifPresent(routes::add)));
        if (routes.stream().noneMatch(route -> route.to().equals(Route.DEFAULT))) {
            routing.ofHost(name).ifPresent(routes::add);
        }
        return routes;
    }
}
