// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.host.Session;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.RawSocket;
import org.mqecn.port.Dscp;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.Port;
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
     * @param queue that they belong to; empty where that is not known
     * @param counted by their rule; empty where they have none
     * @param arrived in that queue
     * @param note why it is bad, or was not tried
     */
    public record Result(String what, Optional<Dscp> dscp, Optional<Priority> priority, OptionalInt queue, long sent,
            Optional<Long> counted, long arrived, Verdict verdict, String note) {}

    private final Kernel kernel;
    private final Port port;
    private final QueueMap map;
    private final Link device;
    private final Nft nft;
    private final RankTable table;

    /** @param port of the network namespace that this thread is in */
    public Verification(Session session, Kernel kernel, Port port) {
        this.kernel = kernel;
        this.port = port;
        this.map = new QueueMap(port);
        this.device = kernel.link(port.device());
        this.nft = new Nft(session);
        this.table = nft.table();
    }

    /** Tries all code points, and then the rules whose packets leave here. */
    public List<Result> results() {
        List<Result> results = new ArrayList<>(codePoints());
        for (Rule rule : table.ruleList()) {
            if (View.leaves(rule, port.device())) {
                results.add(rule(rule));
            }
        }
        return results;
    }

    /** A line for each code point that a queue names, and one for all others. */
    private List<Result> codePoints() {
        List<Result> named = new ArrayList<>();
        List<Result> others = new ArrayList<>();
        try (RawSocket socket = RawSocket.ofFrames(device)) {
            IntStream.range(0, Dscp.COUNT).mapToObj(Dscp::new).forEach(dscp ->
                    (map.named(dscp).isPresent() ? named : others).add(codePoint(socket, dscp)));
        }
        if (!others.isEmpty()) {
            Optional<Result> bad = others.stream().filter(each -> each.verdict() == Verdict.BAD).findFirst();
            named.add(bad.orElseGet(() -> new Result("the other " + others.size(), Optional.empty(), Optional.empty(),
                    OptionalInt.of(0), sum(others, Result::sent), Optional.empty(), sum(others, Result::arrived),
                    Verdict.GOOD, "")));
        }
        return named;
    }

    private static long sum(List<Result> results, ToLongFunction<Result> value) {
        return results.stream().mapToLong(value).sum();
    }

    private Result codePoint(RawSocket socket, Dscp dscp) {
        List<Long> before = arrived();
        for (Family family : FAMILIES) {
            byte[] frame = Probe.marked(family, dscp.value()).frame(device);
            IntStream.range(0, PACKETS).forEach(i -> socket.send(frame));
        }
        return result("code point", Optional.of(dscp), Optional.empty(), map.queue(dscp), FAMILIES.size() * PACKETS,
                Optional.empty(), before);
    }

    private Result rule(Rule rule) {
        Optional<String> obstacle = obstacle(rule);
        if (obstacle.isPresent()) {
            return untried(rule, obstacle.get());
        }
        Map<Family, Probe> probes = new EnumMap<>(Family.class);
        for (Family family : rule.families().equals(List.of(Family.ANY)) ? FAMILIES : rule.families()) {
            probe(rule, family).ifPresent(probe -> probes.put(family, probe));
        }
        if (probes.isEmpty()) {
            return untried(rule, "rules before it take every packet that was thought of");
        }
        List<Long> before = arrived();
        probes.values().forEach(this::send);
        long counted = count(nft.table(), rule) - count(table, rule);
        return result("rule " + rule.name(), rule.dscp(), rule.priority(),
                map.queue(rule.dscp(), rule.priority()).orElse(map.queue(new Dscp(0))), probes.size() * PACKETS,
                Optional.of(counted), before);
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
        return new Result("rule " + rule.name(), rule.dscp(), rule.priority(), map.queue(rule.dscp(), rule.priority()),
                0, Optional.of(0L), 0, Verdict.UNTRIED, why);
    }

    private static long count(RankTable table, Rule rule) {
        return table.rules().stream().filter(standing -> standing.rule().equals(rule))
                .mapToLong(standing -> standing.count().packets()).sum();
    }

    private Result result(String what, Optional<Dscp> dscp, Optional<Priority> priority, int queue, long sent,
            Optional<Long> counted, List<Long> before) {
        List<Long> after = arrived();
        List<Long> grown = IntStream.range(0, after.size()).mapToObj(i -> after.get(i) - before.get(i)).toList();
        List<Integer> elsewhere = IntStream.range(0, grown.size()).filter(i -> i != queue && grown.get(i) >= PACKETS)
                .boxed().toList();
        String note = counted.filter(count -> count < sent).map(count -> "its rule has not counted them: "
                + "'nft list ruleset' shows who takes them before").orElse(!elsewhere.isEmpty()
                        ? "queue " + elsewhere.get(0) + " has " + grown.get(elsewhere.get(0))
                        : grown.get(queue) < sent ? "not all have come to the port: a firewall may stop them" : "");
        return new Result(what, dscp, priority, OptionalInt.of(queue), sent, counted, grown.get(queue),
                note.isEmpty() ? Verdict.GOOD : Verdict.BAD, note);
    }

    /** What has come to each queue. */
    private List<Long> arrived() {
        Port now = kernel.ports(device).stream().filter(each -> each.handle().equals(port.handle())).findFirst()
                .orElseThrow(() -> new UserError(port.device() + " is no port any more", ""));
        return now.stats().queues().stream().map(queue -> queue.get(DwrrCounter.ARRIVED_PACKETS).orElse(0)).toList();
    }

    private void send(Probe probe) {
        try (RawSocket socket = RawSocket.ofPackets(device, probe.from(), probe.to())) {
            byte[] packet = probe.packet();
            IntStream.range(0, PACKETS).forEach(i -> socket.send(packet));
        }
    }

    /** A packet that the rule is the first to match: one from the ends of its ranges. */
    private Optional<Probe> probe(Rule rule, Family family) {
        List<Rule> before = table.ruleList().subList(0, table.ruleList().indexOf(rule));
        return Stream.of(true, false).map(first -> Probe.of(rule, family, first))
                .filter(probe -> before.stream().noneMatch(earlier -> earlier.covers(probe.exact(port.device()))))
                .findFirst();
    }
}
