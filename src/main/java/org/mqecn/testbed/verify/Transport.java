// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Sleep;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.port.UserError;
import org.mqecn.testbed.verify.Finding.Fault;
import org.mqecn.topology.Stack;

/**
 * Connections have the congestion control that the file gives their hosts, and ECN where both ends ask for it: as the
 * kernel tells of connections that are made (INET_DIAG), not as sysctls promise. DCTCP that was refused ECN goes on as
 * Reno, silently.
 */
final class Transport implements Check {
    private static final String DCTCP = "dctcp";
    private static final String CONTROL = "net.ipv4.tcp_congestion_control";
    private static final String ECN = "net.ipv4.tcp_ecn";
    /** Bytes a second: enough for some packets in each direction, and no load, not even on a port of a few Mbit/s. */
    private static final long TRICKLE = 100_000;
    private static final long MOMENT_NANOS = 60_000_000;
    private static final int MOST_HOSTS = 64;
    private static final int LOOKS = 100;
    /** More than iperf3 says over its control connection. */
    private static final long ENOUGH = 20_000;

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public Finding run(Bench bench) {
        List<Way> ways = rings(bench).limit(MOST_HOSTS).toList();
        if (ways.isEmpty()) {
            return Finding.nothing(name(), "the file gives no hosts a congestion control or ECN");
        }
        List<Fault> faults = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        try {
            ways.forEach(way -> flows.addAll(bench.start(way, TRICKLE, 1)));
            Sleep.until(System.nanoTime() + MOMENT_NANOS);
            for (int i = 0; i < ways.size(); i++) {
                judge(bench, ways.get(i), flows.get(i).port(), faults);
            }
        } finally {
            flows.forEach(Flow::close);
        }
        return Finding.of(name(), (ways.size() - faults.size()) + " of " + ways.size()
                + " connections have the congestion control and ECN of the file", faults);
    }

    /** From each host of which the file says something to the next of which it says the same, where there is one. */
    private static Stream<Way> rings(Bench bench) {
        Map<Object, List<String>> alike = bench.stations().stream().map(Station::name)
                .filter(host -> bench.answers(host) && isSaid(stack(bench, host)))
                .collect(Collectors.groupingBy(host -> List.of(stack(bench, host).congestionControl(),
                        stack(bench, host).ecn()), LinkedHashMap::new, Collectors.toList()));
        return alike.values().stream().flatMap(hosts -> Ring.of(hosts, bench).stream());
    }

    private static boolean isSaid(Stack stack) {
        return stack.congestionControl().isPresent() || stack.ecn().isPresent();
    }

    private static Stack stack(Bench bench, String host) {
        return bench.host(host).stack();
    }

    private static void judge(Bench bench, Way way, int port, List<Fault> faults) {
        TcpConnection sender = find(bench, way.from(), connection -> connection.remotePort() == port);
        TcpConnection receiver = find(bench, way.to(), connection -> connection.localPort() == port);
        Optional<Fault> control = control(bench, way, sender);
        control.ifPresent(faults::add);
        if (control.isEmpty() && bench.agreeOnEcn(way.from(), way.to())) {
            ecn(bench, way, sender, receiver).ifPresent(faults::add);
        }
    }

    /** The one of these connections that carries the data, as soon as it does: iperf3 has another for control. */
    private static TcpConnection find(Bench bench, String host, Predicate<TcpConnection> wanted) {
        for (int i = 0; i < LOOKS; i++) {
            Optional<TcpConnection> busiest = bench.station(host).connections().stream().filter(wanted)
                    .max(Comparator.comparingLong(Transport::bytes));
            if (busiest.isPresent() && bytes(busiest.get()) >= ENOUGH) {
                return busiest.get();
            }
            Sleep.until(System.nanoTime() + MOMENT_NANOS);
        }
        throw new UserError("a connection of " + host + " carries no data", "");
    }

    private static long bytes(TcpConnection connection) {
        return Math.max(connection.info().bytesAcked(), connection.info().bytesReceived());
    }

    private static Optional<Fault> control(Bench bench, Way way, TcpConnection sender) {
        Optional<String> wanted = stack(bench, way.from()).congestionControl();
        if (wanted.isEmpty() || wanted.get().equals(sender.congestionControl())) {
            return Optional.empty();
        }
        if (wanted.get().equals(DCTCP) && sender.congestionControl().startsWith(DCTCP)) {
            return Optional.of(fallenBack(bench, way));
        }
        Station station = bench.station(way.from());
        return Optional.of(new Fault(way.from() + " sends with " + sender.congestionControl() + ", not with "
                + wanted.get() + ": its " + CONTROL + " is " + value(station, CONTROL),
                "'" + station.typed("sysctl -w " + CONTROL + "=" + wanted.get()) + "'; where that is refused, " + wanted
                        .get() + " must be among net.ipv4.tcp_allowed_congestion_control of the machine first"));
    }

    /** DCTCP asks for ECN whatever its host's tcp_ecn is, with a SYN that only DCTCP's listeners do not refuse. */
    private static Fault fallenBack(Bench bench, Way way) {
        Station peer = bench.station(way.to());
        String text = way.from() + " fell back from DCTCP to Reno: its peer " + way.to() + " did not negotiate ECN: ";
        String control = value(peer, CONTROL);
        if (!control.equals(DCTCP)) {
            return new Fault(text + CONTROL + " is " + control + " and " + ECN + " is " + value(peer, ECN) + " in "
                    + peer.namespace().orElse(peer.name()),
                    "'" + peer.typed("sysctl -w " + CONTROL + "=" + DCTCP + " " + ECN + "=1") + "'");
        }
        return new Fault(text + "its sysctls would have it do so, so something on the way takes ECN away",
                "look for what changes the TOS field or TCP's flags: nft list ruleset, tc filter show");
    }

    private static Optional<Fault> ecn(Bench bench, Way way, TcpConnection sender, TcpConnection receiver) {
        if (sender.info().ecn() && receiver.info().ecnSeen()) {
            return Optional.empty();
        }
        if (sender.info().ecn()) {
            return Optional.of(new Fault("ECN is negotiated between " + way.from() + " and " + way.to() + ", but no "
                    + "packet of it arrives with ECT: something on the way takes it off",
                    "look for what changes the TOS field: nft list ruleset, tc filter show"));
        }
        for (String host : List.of(way.from(), way.to())) {
            Station station = bench.station(host);
            String value = value(station, ECN);
            if (value.equals("0") || host.equals(way.from()) && !value.equals("1")) {
                return Optional.of(new Fault("ECN is not negotiated between " + way.from() + " and " + way.to() + ": "
                        + ECN + " is " + value + " in " + station.namespace().orElse(host),
                        "'" + station.typed("sysctl -w " + ECN + "=1") + "'"));
            }
        }
        return Optional.of(new Fault("ECN is not negotiated between " + way.from() + " and " + way.to()
                + ", though both have " + ECN + " on",
                "look for what changes TCP's flags on the way: nft list ruleset"));
    }

    private static String value(Station station, String key) {
        return station.sysctl(key).orElse("unknown");
    }
}
