// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
import org.mqecn.value.CodePoints;
import org.mqecn.value.Dscp;
import org.mqecn.value.UserError;

/**
 * Verifies classification with packets. Raw frames, which go straight to the qdisc, test its DSCP map; packets that pass
 * nftables test the rules. The counters of the port show where they arrived.
 */
public final class RankVerifier {
    /** Packets per probe: more than other traffic is likely to add meanwhile. */
    private static final int PACKETS = 16;

    /** Criteria that the packets of a test do not choose. */
    private static final Set<Criterion> UNPROBED =
            EnumSet.of(Criterion.DESTINATION, Criterion.USER, Criterion.CGROUP, Criterion.MARK, Criterion.CONNMARK);

    private static final List<IpFamily> FAMILIES = List.of(IpFamily.IPV4, IpFamily.IPV6);

    /** The outcome of a probe. */
    public enum ProbeStatus {
        PASSED,
        /** The packets went where the port's configuration sends them, which is probably a mistake. */
        WARNED,
        FAILED,
        SKIPPED
    }

    /**
     * The result of one probe.
     *
     * @param packets number of packets sent
     * @param target queue or rank where they should arrive; empty if it is unknown
     * @param counted number of packets that their rule counted; empty if they have no rule
     * @param arrived number of packets that arrived at the target
     * @param note why the probe did not pass
     */
    public record ProbeResult(
            String packets,
            Optional<Dscp> dscp,
            Optional<Priority> priority,
            Optional<String> target,
            long sent,
            Optional<Long> counted,
            long arrived,
            ProbeStatus status,
            String note) {
        /** The same with a warning, unless it did not pass anyway. */
        private ProbeResult withWarning(Optional<String> warning) {
            return warning.filter(text -> status == ProbeStatus.PASSED)
                    .map(text -> new ProbeResult(
                            packets, dscp, priority, target, sent, counted, arrived, ProbeStatus.WARNED, text))
                    .orElse(this);
        }
    }

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
        this.table = new RuleManager(context, false).table();
    }

    /** {@code queue} or {@code rank}. */
    public static String targetKind(Port port) {
        return PortClassifier.of(port).targetKind();
    }

    /** Probes every DSCP, then each rule whose packets can leave through the device. */
    public List<ProbeResult> verify() {
        List<ProbeResult> results = new ArrayList<>(verifyValues());
        table.differences().forEach(difference -> results.add(unprobed("rules", ProbeStatus.FAILED, difference)));
        for (Rule rule : table.ruleList()) {
            if (ClassificationTable.canLeaveThrough(rule, port.device())) {
                results.add(verifyRule(rule));
            }
        }
        return results;
    }

    /** One result for each explicitly configured value, and one for all others. */
    private List<ProbeResult> verifyValues() {
        if (classifier.bestEffortTarget().isEmpty()) {
            return List.of(unprobed(
                    "all", ProbeStatus.SKIPPED, classifier.notes(List.of()).get(0)));
        }
        List<ProbeResult> named = new ArrayList<>();
        List<ProbeResult> others = new ArrayList<>();
        try (RawSocket socket = RawSocket.forFrames(device.name(), device.index())) {
            for (int value = 0; value < Dscp.COUNT; value++) {
                boolean isNamed = classifier.source() != RankSource.DSCP
                        || classifier.mappedDscps().contains(new Dscp(value));
                ProbeResult result = verifyValue(socket, value);
                if (isNamed) {
                    named.add(value == 0 ? withBestEffortWarning(result) : result);
                } else {
                    others.add(result);
                }
            }
            CodePoints.PCP
                    .members(CodePoints.PCP.all())
                    .filter(pcp -> classifier.classifyPcp(pcp).isPresent())
                    .forEach(pcp -> named.add(verifyPcp(socket, pcp)));
        }
        if (!others.isEmpty()) {
            Optional<ProbeResult> bad = others.stream()
                    .filter(each -> each.status() == ProbeStatus.FAILED)
                    .findFirst();
            named.add(bad.orElseGet(() -> verifiedRest(others)));
        }
        return named;
    }

    private static ProbeResult unprobed(String packets, ProbeStatus status, String note) {
        return new ProbeResult(
                packets, Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty(), 0, status, note);
    }

    private ProbeResult verifiedRest(List<ProbeResult> others) {
        OptionalInt target = classifier.defaultTarget();
        Optional<String> warning = target.isPresent()
                ? classifier.starvationWarning(PortClassifier.UNMAPPED, target.getAsInt())
                : Optional.empty();
        return new ProbeResult(
                        "the other " + others.size(),
                        Optional.empty(),
                        Optional.empty(),
                        target.stream().mapToObj(classifier::targetName).findFirst(),
                        sum(others, ProbeResult::sent),
                        Optional.empty(),
                        sum(others, ProbeResult::arrived),
                        ProbeStatus.PASSED,
                        "")
                .withWarning(warning);
    }

    private ProbeResult withBestEffortWarning(ProbeResult result) {
        return result.withWarning(classifier.starvationWarning(
                PortClassifier.BEST_EFFORT, classifier.bestEffortTarget().orElseThrow()));
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
                isDscp ? "DSCP" : classifier.source().keyword() + " " + value,
                isDscp ? Optional.of(new Dscp(value)) : Optional.empty(),
                Optional.empty(),
                classifier.classify(value).orElseThrow(),
                FAMILIES.size() * PACKETS,
                Optional.empty(),
                before);
    }

    private ProbeResult verifyPcp(RawSocket socket, int pcp) {
        List<Long> before = arrivedPackets();
        for (IpFamily ipFamily : FAMILIES) {
            byte[] frame = ProbePacket.withDscp(ipFamily, 0, pcp).taggedFrame(device, pcp);
            IntStream.range(0, PACKETS).forEach(i -> socket.send(frame));
        }
        return evaluate(
                "PCP " + pcp,
                Optional.empty(),
                Optional.empty(),
                classifier.classifyPcp(pcp).orElseThrow(),
                FAMILIES.size() * PACKETS,
                Optional.empty(),
                before);
    }

    private ProbeResult verifyRule(Rule rule) {
        Optional<String> obstacle =
                classifier.bestEffortTarget().isEmpty() ? Optional.of("the port ignores ranks") : skipReason(rule);
        if (obstacle.isPresent()) {
            return skip(rule, obstacle.get());
        }
        List<IpFamily> families = (rule.families().equals(List.of(IpFamily.ANY)) ? FAMILIES : rule.families())
                .stream().filter(this::isEnabled).toList();
        if (families.isEmpty()) {
            return skip(rule, "IPv6 is disabled on " + device.name());
        }
        Map<IpFamily, ProbePacket> probes = new EnumMap<>(IpFamily.class);
        for (IpFamily ipFamily : families) {
            findProbe(rule, ipFamily).ifPresent(probePacket -> probes.put(ipFamily, probePacket));
        }
        if (probes.isEmpty()) {
            return skip(
                    rule, "earlier rules match every packet that was tried, or no test packet is that short or long");
        }
        List<Long> before = arrivedPackets();
        probes.values().forEach(this::send);
        long counted = matchedPackets(nftClient.readTable(), rule) - matchedPackets(table, rule);
        return evaluate(
                "rule " + rule.name(),
                rule.dscp(),
                rule.priority(),
                classifier
                        .classify(rule.dscp(), rule.priority())
                        .orElse(classifier.bestEffortTarget().orElseThrow()),
                probes.size() * PACKETS,
                Optional.of(counted),
                before);
    }

    /** Whether packets of a family can leave through the device: IPv6 may be disabled there or in the kernel. */
    private boolean isEnabled(IpFamily ipFamily) {
        return ipFamily == IpFamily.IPV4
                || SmallFile.read(machine.sysctlFile("net.ipv6.conf")
                                .resolve(device.name())
                                .resolve("disable_ipv6"))
                        .equals(Optional.of("0"));
    }

    /** Why a rule cannot be probed from this machine. */
    private static Optional<String> skipReason(Rule rule) {
        if (rule.direction() == Direction.FORWARD) {
            return Optional.of("other machines send such packets: see the counters of 'mqecn rank list'");
        }
        return rule.match().criteria().stream()
                .filter(UNPROBED::contains)
                .findFirst()
                .map(criterion -> "test packets cannot match on " + criterion.key());
    }

    private ProbeResult skip(Rule rule, String why) {
        return new ProbeResult(
                "rule " + rule.name(),
                rule.dscp(),
                rule.priority(),
                classifier.classify(rule.dscp(), rule.priority()).stream()
                        .mapToObj(classifier::targetName)
                        .findFirst(),
                0,
                Optional.of(0L),
                0,
                ProbeStatus.SKIPPED,
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
                .map(count -> "its rule did not match them: see 'nft list ruleset' for an earlier rule that does")
                .orElse(
                        !elsewhere.isEmpty()
                                ? classifier.targetKind() + " " + classifier.targetName(elsewhere.get(0)) + " has "
                                        + grown.get(elsewhere.get(0))
                                : grown.get(place) < sent
                                        ? "not all packets reached the port: a firewall may drop them"
                                        : "");
        return new ProbeResult(
                what,
                dscp,
                priority,
                Optional.of(classifier.targetName(place)),
                sent,
                counted,
                grown.get(place),
                note.isEmpty() ? ProbeStatus.PASSED : ProbeStatus.FAILED,
                note);
    }

    /** Packets that arrived at each target. */
    private List<Long> arrivedPackets() {
        Port now = reader.readPorts(device).stream()
                .filter(each -> each.handle().equals(port.handle()))
                .findFirst()
                .orElseThrow(() -> new UserError(port.device() + " is no longer a port", ""));
        return classifier.arrivedPackets(now.stats());
    }

    private void send(ProbePacket probePacket) {
        try (RawSocket socket =
                RawSocket.forIpPackets(device.name(), probePacket.sourceAddress(), probePacket.destinationAddress())) {
            byte[] packet = probePacket.packet();
            IntStream.range(0, PACKETS).forEach(i -> socket.send(packet));
        }
    }

    /** A packet that no earlier rule matches, with the first or the last values of the rule's sets. */
    private Optional<ProbePacket> findProbe(Rule rule, IpFamily ipFamily) {
        List<Rule> before = table.ruleList().subList(0, table.ruleList().indexOf(rule));
        return Stream.of(true, false)
                .flatMap(first -> ProbePacket.of(rule, ipFamily, first).stream())
                .filter(ProbePacket::isValid)
                .filter(probePacket ->
                        before.stream().noneMatch(earlier -> earlier.covers(probePacket.exactRule(port.device()))))
                .findFirst();
    }
}
