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
import org.mqecn.host.ChangeContext;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.RankSource;
import org.mqecn.socket.RawSocket;
import org.mqecn.value.Dscp;
import org.mqecn.value.UserError;

/**
 * Proves with packets where a port puts them. Its map of code points is asked by frames that go straight to the qdisc;
 * the rules by packets that match them, which meet nftables first. The port's own counters tell where they went.
 */
public final class RankVerifier {
    /** Packets of a sort: more than strangers are likely to send meanwhile. */
    private static final int PACKETS = 16;

    private static final List<IpFamily> FAMILIES = List.of(IpFamily.IPV4, IpFamily.IPV6);

    /** How a proof ends. */
    public enum ProbeVerdict {
        GOOD,
        BAD,
        UNTRIED
    }

    /**
     * What became of packets of one sort.
     *
     * @param packets they were
     * @param target that they belong to: a queue or a rank; empty where that is not known
     * @param counted by their rule; empty where they have none
     * @param arrived at that place
     * @param note why it is bad, or was not tried
     */
    public record ProbeResult(
            String packets,
            Optional<Dscp> dscp,
            Optional<Priority> priority,
            Optional<String> target,
            long sent,
            Optional<Long> counted,
            long arrived,
            ProbeVerdict probeVerdict,
            String note) {}

    private final LocalMachine machine;
    private final RtnetlinkReader reader;
    private final Port port;
    private final PortClassifier classifier;
    private final DeviceLink device;
    private final NftClient nftClient;
    private final RankTable table;

    /** @param port of the network namespace that this thread is in */
    public RankVerifier(ChangeContext context, RtnetlinkReader reader, Port port) {
        this.machine = context.machine();
        this.reader = reader;
        this.port = port;
        this.classifier = PortClassifier.of(port);
        this.device = reader.readLink(port.device());
        this.nftClient = new NftClient(context);
        this.table = nftClient.readTable();
    }

    /** What a place is called at a port: {@code queue}. */
    public static String targetKind(Port port) {
        return PortClassifier.of(port).targetKind();
    }

    /** Tries all code points, and then the rules whose packets leave here. */
    public List<ProbeResult> verify() {
        List<ProbeResult> results = new ArrayList<>(verifyValues());
        for (Rule rule : table.ruleList()) {
            if (ClassificationTable.canLeaveThrough(rule, port.device())) {
                results.add(verifyRule(rule));
            }
        }
        return results;
    }

    /** A line for each value that has a place of its own, and one for all others. */
    private List<ProbeResult> verifyValues() {
        if (classifier.bestEffortTarget().isEmpty()) {
            return List.of(new ProbeResult(
                    "all",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    0,
                    ProbeVerdict.UNTRIED,
                    classifier.notes(List.of()).get(0)));
        }
        List<ProbeResult> named = new ArrayList<>();
        List<ProbeResult> others = new ArrayList<>();
        try (RawSocket socket = RawSocket.forFrames(device.name(), device.index())) {
            for (int value = 0; value < Dscp.COUNT; value++) {
                boolean isNamed = classifier.source() != RankSource.DSCP
                        || classifier.mappedDscps().contains(new Dscp(value));
                (isNamed ? named : others).add(verifyValue(socket, value));
            }
        }
        if (!others.isEmpty()) {
            Optional<ProbeResult> bad = others.stream()
                    .filter(each -> each.probeVerdict() == ProbeVerdict.BAD)
                    .findFirst();
            named.add(bad.orElseGet(() -> new ProbeResult(
                    "the other " + others.size(),
                    Optional.empty(),
                    Optional.empty(),
                    classifier.defaultTarget(),
                    sum(others, ProbeResult::sent),
                    Optional.empty(),
                    sum(others, ProbeResult::arrived),
                    ProbeVerdict.GOOD,
                    "")));
        }
        return named;
    }

    private static long sum(List<ProbeResult> results, ToLongFunction<ProbeResult> value) {
        return results.stream().mapToLong(value).sum();
    }

    private ProbeResult verifyValue(RawSocket socket, int value) {
        List<Long> before = arrivedPackets();
        boolean isDscp = classifier.source() == RankSource.DSCP;
        switch (classifier.source()) {
            case PRIORITY -> socket.withPriority(value);
            case MARK -> socket.withMark(value);
            default -> {}
        }
        for (IpFamily ipFamily : FAMILIES) {
            byte[] frame =
                    ProbePacket.withDscp(ipFamily, isDscp ? value : 0, value).frame(device);
            IntStream.range(0, PACKETS).forEach(i -> socket.send(frame));
        }
        return evaluate(
                isDscp ? "code point" : classifier.source().keyword() + " " + value,
                isDscp ? Optional.of(new Dscp(value)) : Optional.empty(),
                Optional.empty(),
                classifier.of(value).orElseThrow(),
                FAMILIES.size() * PACKETS,
                Optional.empty(),
                before);
    }

    private ProbeResult verifyRule(Rule rule) {
        Optional<String> obstacle =
                classifier.bestEffortTarget().isEmpty() ? Optional.of("ranks are nothing here") : skipReason(rule);
        if (obstacle.isPresent()) {
            return skip(rule, obstacle.get());
        }
        List<IpFamily> families = (rule.families().equals(List.of(IpFamily.ANY)) ? FAMILIES : rule.families())
                .stream().filter(this::isEnabled).toList();
        if (families.isEmpty()) {
            return skip(rule, "IPv6 is off on " + device.name());
        }
        Map<IpFamily, ProbePacket> probes = new EnumMap<>(IpFamily.class);
        for (IpFamily ipFamily : families) {
            findProbe(rule, ipFamily).ifPresent(probePacket -> probes.put(ipFamily, probePacket));
        }
        if (probes.isEmpty()) {
            return skip(rule, "rules before it take every packet that was thought of");
        }
        List<Long> before = arrivedPackets();
        probes.values().forEach(this::send);
        long counted = matchedPackets(nftClient.readTable(), rule) - matchedPackets(table, rule);
        return evaluate(
                "rule " + rule.name(),
                rule.dscp(),
                rule.priority(),
                classifier
                        .of(rule.dscp(), rule.priority())
                        .orElse(classifier.bestEffortTarget().orElseThrow()),
                probes.size() * PACKETS,
                Optional.of(counted),
                before);
    }

    /** Whether packets of a family can leave through the device: IPv6 may be off there, or in the whole kernel. */
    private boolean isEnabled(IpFamily ipFamily) {
        return ipFamily == IpFamily.IPV4
                || SmallFile.read(machine.sysctlFile("net.ipv6.conf")
                                .resolve(device.name())
                                .resolve("disable_ipv6"))
                        .equals(Optional.of("0"));
    }

    /** Why a rule cannot be tried from here. */
    private static Optional<String> skipReason(Rule rule) {
        if (rule.direction() == Direction.FORWARD) {
            return Optional.of("such packets come from elsewhere: 'mqecn rank list' counts them");
        }
        return rule.match().containsKey(Criterion.DESTINATION)
                ? Optional.of("only for receivers that it names")
                : rule.match().containsKey(Criterion.USER)
                        ? Optional.of("only for users that it names")
                        : rule.match().containsKey(Criterion.CGROUP)
                                ? Optional.of("only for a cgroup that it names")
                                : Optional.empty();
    }

    private ProbeResult skip(Rule rule, String why) {
        return new ProbeResult(
                "rule " + rule.name(),
                rule.dscp(),
                rule.priority(),
                classifier.of(rule.dscp(), rule.priority()).stream()
                        .mapToObj(classifier::targetName)
                        .findFirst(),
                0,
                Optional.of(0L),
                0,
                ProbeVerdict.UNTRIED,
                why);
    }

    private static long matchedPackets(RankTable table, Rule rule) {
        return table.installedRules().stream()
                .filter(installedRule -> installedRule.rule().equals(rule))
                .mapToLong(installedRule -> installedRule.total().packets())
                .sum();
    }

    private ProbeResult evaluate(
            String what,
            Optional<Dscp> dscp,
            Optional<Priority> priority,
            int place,
            long sent,
            Optional<Long> counted,
            List<Long> before) {
        List<Long> after = arrivedPackets();
        List<Long> grown = IntStream.range(0, after.size())
                .mapToObj(i -> after.get(i) - before.get(i))
                .toList();
        List<Integer> elsewhere = IntStream.range(0, grown.size())
                .filter(i -> i != place && grown.get(i) >= PACKETS)
                .boxed()
                .toList();
        String note = counted.filter(count -> count < sent)
                .map(count -> "its rule has not counted them: " + "'nft list ruleset' shows who takes them before")
                .orElse(
                        !elsewhere.isEmpty()
                                ? classifier.targetKind() + " " + classifier.targetName(elsewhere.get(0)) + " has "
                                        + grown.get(elsewhere.get(0))
                                : grown.get(place) < sent
                                        ? "not all have come to the port: a firewall may stop them"
                                        : "");
        return new ProbeResult(
                what,
                dscp,
                priority,
                Optional.of(classifier.targetName(place)),
                sent,
                counted,
                grown.get(place),
                note.isEmpty() ? ProbeVerdict.GOOD : ProbeVerdict.BAD,
                note);
    }

    /** What has come to each place. */
    private List<Long> arrivedPackets() {
        Port now = reader.readPorts(device).stream()
                .filter(each -> each.handle().equals(port.handle()))
                .findFirst()
                .orElseThrow(() -> new UserError(port.device() + " is no port any more", ""));
        return classifier.arrivedPackets(now.stats());
    }

    private void send(ProbePacket probePacket) {
        try (RawSocket socket =
                RawSocket.forIpPackets(device.name(), probePacket.sourceAddress(), probePacket.destinationAddress())) {
            byte[] packet = probePacket.packet();
            IntStream.range(0, PACKETS).forEach(i -> socket.send(packet));
        }
    }

    /** A packet that the rule is the first to match: one from the ends of its ranges. */
    private Optional<ProbePacket> findProbe(Rule rule, IpFamily ipFamily) {
        List<Rule> before = table.ruleList().subList(0, table.ruleList().indexOf(rule));
        return Stream.of(true, false)
                .map(first -> ProbePacket.of(rule, ipFamily, first))
                .filter(ProbePacket::isValid)
                .filter(probePacket ->
                        before.stream().noneMatch(earlier -> earlier.covers(probePacket.exactRule(port.device()))))
                .findFirst();
    }
}
