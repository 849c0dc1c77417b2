// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.host.Machine;
import org.mqecn.host.Session;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.RawSocket;
import org.mqecn.port.Dscp;
import org.mqecn.port.Port;
import org.mqecn.port.RankSource;
import org.mqecn.port.UserError;

/**
 * Proves with packets where a port puts them. Its map of code points is asked by frames that go straight to the qdisc;
 * the rules by packets that match them, which meet nftables first. The port's own counters tell where they went.
 */
public final class Verification {
    /** Packets of a sort: more than strangers are likely to send meanwhile. */
    private static final int PACKETS = 16;
    private static final List<Family> FAMILIES = List.of(Family.IPV4, Family.IPV6);

    /** How a proof ends. */
    public enum Verdict { GOOD, BAD, UNTRIED }

    /**
     * What became of packets of one sort.
     *
     * @param what they were
     * @param place that they belong to: a queue or a rank; empty where that is not known
     * @param counted by their rule; empty where they have none
     * @param arrived at that place
     * @param note why it is bad, or was not tried
     */
    public record Result(String what, Optional<Dscp> dscp, Optional<Priority> priority, Optional<String> place,
            long sent, Optional<Long> counted, long arrived, Verdict verdict, String note) {}

    private final Machine machine;
    private final Kernel kernel;
    private final Port port;
    private final Placement map;
    private final Link device;
    private final Nft nft;
    private final RankTable table;

    /** @param port of the network namespace that this thread is in */
    public Verification(Session session, Kernel kernel, Port port) {
        this.machine = session.machine();
        this.kernel = kernel;
        this.port = port;
        this.map = Placement.of(port);
        this.device = kernel.link(port.device());
        this.nft = new Nft(session);
        this.table = nft.table();
    }

    /** What a place is called at a port: {@code queue}. */
    public static String place(Port port) {
        return Placement.of(port).heading();
    }

    /** Tries all code points, and then the rules whose packets leave here. */
    public List<Result> results() {
        List<Result> results = new ArrayList<>(values());
        for (Rule rule : table.ruleList()) {
            if (View.leaves(rule, port.device())) {
                results.add(rule(rule));
            }
        }
        return results;
    }

    /** A line for each value that has a place of its own, and one for all others. */
    private List<Result> values() {
        if (map.unmarked().isEmpty()) {
            return List.of(new Result("all", Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty(),
                    0, Verdict.UNTRIED, map.notes(List.of()).get(0)));
        }
        List<Result> named = new ArrayList<>();
        List<Result> others = new ArrayList<>();
        try (RawSocket socket = RawSocket.ofFrames(device.name(), device.index())) {
            for (int value = 0; value < Dscp.COUNT; value++) {
                boolean isNamed = map.source() != RankSource.DSCP || map.named().contains(new Dscp(value));
                (isNamed ? named : others).add(value(socket, value));
            }
        }
        if (!others.isEmpty()) {
            Optional<Result> bad = others.stream().filter(each -> each.verdict() == Verdict.BAD).findFirst();
            named.add(bad.orElseGet(() -> new Result("the other " + others.size(), Optional.empty(), Optional.empty(),
                    map.others(), sum(others, Result::sent), Optional.empty(), sum(others, Result::arrived),
                    Verdict.GOOD, "")));
        }
        return named;
    }

    private static long sum(List<Result> results, ToLongFunction<Result> value) {
        return results.stream().mapToLong(value).sum();
    }

    private Result value(RawSocket socket, int value) {
        List<Long> before = arrived();
        boolean isDscp = map.source() == RankSource.DSCP;
        switch (map.source()) {
            case PRIORITY -> socket.withPriority(value);
            case MARK -> socket.withMark(value);
            default -> { }
        }
        for (Family family : FAMILIES) {
            byte[] frame = Probe.marked(family, isDscp ? value : 0, value).frame(device);
            IntStream.range(0, PACKETS).forEach(i -> socket.send(frame));
        }
        return result(isDscp ? "code point" : map.source().word() + " " + value,
                isDscp ? Optional.of(new Dscp(value)) : Optional.empty(), Optional.empty(), map.of(value).orElseThrow(),
                FAMILIES.size() * PACKETS, Optional.empty(), before);
    }

    private Result rule(Rule rule) {
        Optional<String> obstacle = map.unmarked().isEmpty() ? Optional.of("ranks are nothing here") : obstacle(rule);
        if (obstacle.isPresent()) {
            return untried(rule, obstacle.get());
        }
        List<Family> families = (rule.families().equals(List.of(Family.ANY)) ? FAMILIES : rule.families()).stream()
                .filter(this::isCarried).toList();
        if (families.isEmpty()) {
            return untried(rule, "IPv6 is off on " + device.name());
        }
        Map<Family, Probe> probes = new EnumMap<>(Family.class);
        for (Family family : families) {
            probe(rule, family).ifPresent(probe -> probes.put(family, probe));
        }
        if (probes.isEmpty()) {
            return untried(rule, "rules before it take every packet that was thought of");
        }
        List<Long> before = arrived();
        probes.values().forEach(this::send);
        long counted = count(nft.table(), rule) - count(table, rule);
        return result("rule " + rule.name(), rule.dscp(), rule.priority(),
                map.of(rule.dscp(), rule.priority()).orElse(map.unmarked().orElseThrow()), probes.size() * PACKETS,
                Optional.of(counted), before);
    }

    /** Whether packets of a family can leave through the device: IPv6 may be off there, or in the whole kernel. */
    private boolean isCarried(Family family) {
        return family == Family.IPV4 || Machine.read(machine.sysctl("net.ipv6.conf").resolve(device.name())
                .resolve("disable_ipv6")).equals(Optional.of("0"));
    }

    /** Why a rule cannot be tried from here. */
    private static Optional<String> obstacle(Rule rule) {
        if (rule.direction() == Direction.FORWARD) {
            return Optional.of("such packets come from elsewhere: 'mqecn rank list' counts them");
        }
        return rule.match().containsKey(Criterion.DESTINATION) ? Optional.of("only for receivers that it names")
                : rule.match().containsKey(Criterion.USER) ? Optional.of("only for users that it names")
                : rule.match().containsKey(Criterion.CGROUP) ? Optional.of("only for a cgroup that it names")
                : Optional.empty();
    }

    private Result untried(Rule rule, String why) {
        return new Result("rule " + rule.name(), rule.dscp(), rule.priority(), map.of(rule.dscp(), rule.priority())
                .stream().mapToObj(map::name).findFirst(), 0, Optional.of(0L), 0, Verdict.UNTRIED, why);
    }

    private static long count(RankTable table, Rule rule) {
        return table.rules().stream().filter(standing -> standing.rule().equals(rule))
                .mapToLong(standing -> standing.count().packets()).sum();
    }

    private Result result(String what, Optional<Dscp> dscp, Optional<Priority> priority, int place, long sent,
            Optional<Long> counted, List<Long> before) {
        List<Long> after = arrived();
        List<Long> grown = IntStream.range(0, after.size()).mapToObj(i -> after.get(i) - before.get(i)).toList();
        List<Integer> elsewhere = IntStream.range(0, grown.size()).filter(i -> i != place && grown.get(i) >= PACKETS)
                .boxed().toList();
        String note = counted.filter(count -> count < sent).map(count -> "its rule has not counted them: "
                + "'nft list ruleset' shows who takes them before").orElse(!elsewhere.isEmpty()
                        ? map.heading() + " " + map.name(elsewhere.get(0)) + " has " + grown.get(elsewhere.get(0))
                        : grown.get(place) < sent ? "not all have come to the port: a firewall may stop them" : "");
        return new Result(what, dscp, priority, Optional.of(map.name(place)), sent, counted, grown.get(place),
                note.isEmpty() ? Verdict.GOOD : Verdict.BAD, note);
    }

    /** What has come to each place. */
    private List<Long> arrived() {
        Port now = kernel.ports(device).stream().filter(each -> each.handle().equals(port.handle())).findFirst()
                .orElseThrow(() -> new UserError(port.device() + " is no port any more", ""));
        return map.arrived(now.stats());
    }

    private void send(Probe probe) {
        try (RawSocket socket = RawSocket.ofPackets(device.name(), probe.from(), probe.to())) {
            byte[] packet = probe.packet();
            IntStream.range(0, PACKETS).forEach(i -> socket.send(packet));
        }
    }

    /** A packet that the rule is the first to match: one from the ends of its ranges. */
    private Optional<Probe> probe(Rule rule, Family family) {
        List<Rule> before = table.ruleList().subList(0, table.ruleList().indexOf(rule));
        return Stream.of(true, false).map(first -> Probe.of(rule, family, first)).filter(Probe::isPossible)
                .filter(probe -> before.stream().noneMatch(earlier -> earlier.covers(probe.exact(port.device()))))
                .findFirst();
    }
}
