// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mqecn.host.CommandResult;
import org.mqecn.host.GsoSource;
import org.mqecn.host.KernelModule.Availability;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.Setting;
import org.mqecn.socket.TcpInfo;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;

/** Each judgement of each check, on facts that provoke it. */
final class HealthCheckTest {
    private static final RemedyCommands HERE = new RemedyCommands("");
    private static final RemedyCommands IN_H1 = new RemedyCommands("h1");

    private static void assertOk(HealthCheck check) {
        assertEquals(Severity.OK, check.judge().severity(), check.judge().fact());
        assertEquals("", check.judge().remedy());
    }

    private static void assertWarning(String fact, String remedy, HealthCheck check) {
        assertJudgement(Severity.WARNING, fact, remedy, check);
    }

    private static void assertFailure(String fact, String remedy, HealthCheck check) {
        assertJudgement(Severity.FAILURE, fact, remedy, check);
    }

    private static void assertJudgement(Severity severity, String fact, String remedy, HealthCheck check) {
        Judgement judgement = check.judge();
        assertEquals(severity, judgement.severity(), judgement.fact());
        assertTrue(judgement.fact().contains(fact), judgement.fact());
        assertTrue(judgement.remedy().contains(remedy), judgement.remedy());
        assertTrue(!judgement.source().isEmpty(), "a source");
    }

    @Test
    void kernel() {
        assertOk(new KernelVersionCheck("6.1.0-13-amd64"));
        assertOk(new KernelVersionCheck("7.0.1"));
        assertWarning("Linux 5.10.0 is older than 6.1", "mqecn lab exec", new KernelVersionCheck("5.10.0"));
        assertWarning("6.0.19", "", new KernelVersionCheck("6.0.19"));
    }

    @Test
    void headers() {
        assertOk(new HeadersCheck("/lib/modules/6.1/build", true, true, "apt"));
        assertOk(new HeadersCheck("/lib/modules/6.1/build", false, false, "apt"));
        assertFailure(
                "headers are missing",
                "'apt-get install linux-headers-6.1'",
                new HeadersCheck("/lib/modules/6.1/build", false, true, "'apt-get install linux-headers-6.1'"));
    }

    @Test
    void module() {
        Availability available = new Availability(List.of("modprobe", "sch_dwrr"), "/lib/modules/6.1", "", "");
        Availability unsigned = new Availability(List.of(), "", "it has no signature", "sign it");
        assertOk(new ModuleCheck("sch_dwrr", true, Optional.empty(), available));
        assertOk(new ModuleCheck("sch_dwrr", false, Optional.empty(), available));
        assertOk(new ModuleCheck("sch_dwrr", true, Optional.empty(), unsigned));
        assertFailure(
                "sch_dwrr cannot be loaded: it has no signature",
                "sign it",
                new ModuleCheck("sch_dwrr", false, Optional.empty(), unsigned));
        assertWarning(
                "the loaded module sch_dwrr has the version 0.0, mqecn 0.1",
                "'mqecn module unload'",
                new ModuleCheck(
                        "sch_dwrr",
                        true,
                        Optional.of("the loaded module sch_dwrr has the version 0.0, mqecn 0.1: 'mqecn module unload'"),
                        available));
    }

    @Test
    void tcPlugin() {
        assertOk(new TcPluginCheck("dwrr", "tc", new CommandResult(1, "", "Usage: ... dwrr rate RATE")));
        assertFailure(
                "tc has no plugin for dwrr",
                "make install",
                new TcPluginCheck("dwrr", "tc", new CommandResult(1, "", "Unknown qdisc \"dwrr\", hence …")));
        assertFailure(
                "tc does not work: Permission denied",
                "--reinstall iproute2",
                new TcPluginCheck("dwrr", "tc", new CommandResult(126, "", "Permission denied\n")));
        assertFailure("tc is not installed", "iproute2", new TcPluginCheck("dwrr", "tc", CommandResult.notFound("tc")));
    }

    @Test
    void iproute2() {
        assertOk(new Iproute2Check("tc utility, iproute2-6.1.0, libbpf 1.1.2"));
        assertOk(new Iproute2Check("tc utility, iproute2-6.15.0, libbpf 1.5.0"));
        assertOk(new Iproute2Check("tc utility, iproute2-7.0"));
        assertWarning("iproute2 5.10 is older", "6.1", new Iproute2Check("tc utility, iproute2-5.10.0"));
        assertWarning("iproute2 ss190107 is older", "6.1", new Iproute2Check("tc utility, iproute2-ss190107"));
        assertWarning("unknown version", "6.1", new Iproute2Check("tc from elsewhere"));
        assertFailure("missing", "apt-get install iproute2", new Iproute2Check(""));
    }

    @Test
    void privilegesAndOpenFiles() {
        assertOk(new PrivilegeCheck(true));
        assertWarning("CAP_NET_ADMIN", "sudo", new PrivilegeCheck(false));
        assertOk(new OpenFilesCheck(65536));
        assertWarning("1024 open files", "ulimit -n", new OpenFilesCheck(1024));
    }

    @Test
    void tcpEcn() {
        assertOk(new TcpEcnCheck(HERE, "1", "cubic"));
        assertOk(new TcpEcnCheck(HERE, "2", "dctcp"));
        assertWarning(
                "accepts ECN and does not ask for it",
                "'ip netns exec h1 sysctl -w net.ipv4.tcp_ecn=1'",
                new TcpEcnCheck(IN_H1, "2", "cubic"));
        assertWarning("never negotiates", "'sysctl -w net.ipv4.tcp_ecn=1'", new TcpEcnCheck(HERE, "0", "dctcp"));
    }

    @Test
    void congestionControl() {
        List<String> both = List.of("reno", "cubic", "dctcp");
        assertOk(new CongestionControlCheck("cubic", both, both));
        assertWarning(
                "refused",
                "'sysctl -w net.ipv4.tcp_allowed_congestion_control=\"reno cubic dctcp\"'",
                new CongestionControlCheck("cubic", both, List.of("reno", "cubic")));
        assertWarning(
                "dctcp is not loaded",
                "'modprobe tcp_dctcp'",
                new CongestionControlCheck("cubic", List.of("reno", "cubic"), List.of("reno", "cubic")));
    }

    private static TcpConnection connection(String congestionControl, boolean ecn) {
        boolean dctcp = congestionControl.equals("dctcp") && ecn;
        return new TcpConnection(
                "10.0.1.2",
                5001,
                "10.0.2.2",
                5001,
                congestionControl,
                new TcpInfo(ecn, ecn, dctcp, 100, 10, 0, 0, 0, 0, 0));
    }

    @Test
    void dctcpFallback() {
        assertOk(new DctcpFallbackCheck(List.of()));
        assertOk(new DctcpFallbackCheck(List.of(connection("dctcp", true), connection("cubic", false))));
        assertFailure(
                "1 of 2 DCTCP connections have fallen back to Reno: no ECN with 10.0.2.2",
                "on 10.0.2.2: 'sysctl -w net.ipv4.tcp_ecn=1'",
                new DctcpFallbackCheck(List.of(connection("dctcp", true), connection("dctcp-reno", false))));
        assertFailure("1 of 1", "", new DctcpFallbackCheck(List.of(connection("dctcp", false))));
    }

    @Test
    void offloads() {
        assertOk(new OffloadCheck(HERE, "eth1", QdiscKind.DWRR, List.of(), 1));
        assertOk(new OffloadCheck(HERE, "eth1", QdiscKind.EIFFEL, List.of("segmentation offload"), 65535));
        assertWarning(
                "segmentation offload on, gso_max_segs 65535",
                "'ip netns exec h1 ethtool -K eth1 tso off gso off gro off'",
                new OffloadCheck(IN_H1, "eth1", QdiscKind.DWRR, List.of("segmentation offload"), 65535));
        assertWarning(
                "leave it as bursts: gso_max_segs 65535",
                "",
                new OffloadCheck(HERE, "eth1", QdiscKind.DWRR, List.of(), 65535));
    }

    @Test
    void senders() {
        assertOk(new SenderOffloadCheck(List.of()));
        assertWarning(
                "the sender eth0 in h2 sends GSO packets",
                "'ip netns exec h2 ethtool -K eth0 tso off gso off'",
                new SenderOffloadCheck(List.of(new GsoSource(
                        "the sender eth0 in h2 sends GSO packets",
                        "ip netns exec h2 ethtool -K eth0 tso off gso off"))));
    }

    @Test
    void rootQdisc() {
        assertOk(new RootQdiscCheck(HERE, "eth1", "dwrr 1:", false, List.of("root")));
        assertWarning(
                "the port is below mq 9: (parent 9:1)",
                "'mqecn install eth1 --replace --rate RATE -n h1'",
                new RootQdiscCheck(IN_H1, "eth1", "mq 9:", false, List.of("parent 9:1")));
        assertFailure(
                "no port: fq_codel 8001: is at the root",
                "'mqecn install eth1 --replace --rate RATE'",
                new RootQdiscCheck(HERE, "eth1", "fq_codel 8001:", false, List.of()));
        assertFailure(
                "no port: no qdisc is at the root",
                "'mqecn install eth1 --rate RATE'",
                new RootQdiscCheck(HERE, "eth1", "", true, List.of()));
    }

    @Test
    void egressFilters() {
        assertOk(new EgressFilterCheck(HERE, "eth1", false, List.of()));
        assertOk(new EgressFilterCheck(HERE, "eth1", true, List.of()));
        assertWarning(
                "filter protocol ip pref 1 matchall",
                "'tc filter del dev eth1 egress' deletes them",
                new EgressFilterCheck(HERE, "eth1", true, List.of("filter protocol ip pref 1 matchall")));
    }

    @Test
    void lineRate() {
        Rate port = Rate.parse("995mbit");
        assertOk(new LineRateCheck(HERE, "eth1", port, Optional.empty()));
        assertOk(new LineRateCheck(HERE, "eth1", port, Optional.of(Rate.parse("1gbit"))));
        assertFailure(
                "the port's rate 1 Gbit/s is not below the device's 1 Gbit/s",
                "'mqecn set eth1 rate 995mbit'",
                new LineRateCheck(HERE, "eth1", Rate.parse("1gbit"), Optional.of(Rate.parse("1gbit"))));
        assertFailure(
                "100 Mbit/s",
                "'mqecn set eth1 rate 99500kbit'",
                new LineRateCheck(HERE, "eth1", port, Optional.of(Rate.parse("100mbit"))));
    }

    @Test
    void occupancy() {
        assertOk(new OccupancyCheck(HERE, "eth1", 999, 1538));
        assertOk(new OccupancyCheck(HERE, "eth1", 1000, 30_000));
        assertWarning(
                "1000 packets were sent, and the port held at most 1538 bytes: there is no queue here",
                "'mqecn set eth1 rate RATE'",
                new OccupancyCheck(HERE, "eth1", 1000, 1538));
    }

    @Test
    void ectShare() {
        assertOk(new EctShareCheck(HERE, "eth1", EcnScheme.MQ_ECN, 100, 60));
        assertWarning("10.0 % of 100", "tcp_ecn=1", new EctShareCheck(HERE, "eth1", EcnScheme.MQ_ECN, 100, 10));
        assertFailure("nothing can be marked", "ss -ti", new EctShareCheck(HERE, "eth1", EcnScheme.TCN, 100, 0));
        assertWarning("0 packets have arrived", "ip route get", new EctShareCheck(HERE, "eth1", EcnScheme.TCN, 0, 0));
        assertWarning("16 packets have arrived, too few", "", new EctShareCheck(HERE, "eth1", EcnScheme.TCN, 16, 0));
        assertWarning(
                "marks nothing",
                "'mqecn set eth1 ecn-scheme mq-ecn'",
                new EctShareCheck(HERE, "eth1", EcnScheme.NONE, 100, 100));
    }

    private static ThresholdCheck threshold(EcnScheme scheme, long thresholdBytes, String rtt) {
        return threshold(scheme.ordinal(), Map.of(), thresholdBytes, rtt);
    }

    /** A scheme that is a module, with this value of all its thresholds in bytes. */
    private static ThresholdCheck threshold(String scheme, long thresholdBytes, String rtt) {
        DwrrScheme module = ModuleSchemes.find(scheme).orElseThrow();
        Map<Setting, Long> values = new HashMap<>();
        module.settings().stream()
                .filter(each -> each.quantity() == Quantity.BYTES)
                .forEach(each -> values.put(each, thresholdBytes));
        return threshold(ModuleSchemes.value(module), values, thresholdBytes, rtt);
    }

    private static ThresholdCheck threshold(
            long scheme, Map<Setting, Long> parameters, long thresholdBytes, String rtt) {
        PortConfig config = new PortConfig(
                QdiscKind.DWRR,
                Map.of(
                        DwrrSetting.RATE,
                        1_000_000_000L,
                        DwrrSetting.ECN_SCHEME,
                        scheme,
                        DwrrSetting.PORT_THRESH,
                        thresholdBytes,
                        DwrrSetting.TCN_THRESH,
                        thresholdBytes * 8,
                        DwrrSetting.CODEL_TARGET,
                        51_200L,
                        DwrrSetting.CODEL_INTERVAL,
                        1_024_000L),
                IntStream.range(0, 2)
                        .mapToObj(queue -> {
                            Map<Setting, Long> values = new HashMap<>(parameters);
                            values.put(DwrrSetting.QUEUE_THRESH, queue == 0 ? 31_250 : thresholdBytes);
                            return new QueueConfig(queue, values);
                        })
                        .toList());
        return new ThresholdCheck(
                HERE,
                "eth1",
                config,
                rtt.isEmpty() ? Optional.empty() : Optional.of(Duration.ofNanos(Long.parseLong(rtt) * 1000)),
                "--rtt");
    }

    @Test
    void thresholds() {
        for (EcnScheme scheme : EcnScheme.values()) {
            assertOk(threshold(scheme, 31_250, "250"));
            assertOk(threshold(scheme, 1, ""));
            assertOk(threshold(scheme, 31_250, "12"));
        }
        assertWarning(
                "queue-thresh is 0.03 times what fits C·RTT at 1 Gbit/s and RTT 250 µs",
                "'mqecn set eth1 queue-thresh all:31250'",
                threshold(EcnScheme.PER_QUEUE, 1000, "250"));
        assertWarning(
                "port-thresh is 10.00 times",
                "'mqecn set eth1 port-thresh 31250'",
                threshold(EcnScheme.MQ_ECN, 312_500, "250"));
        assertWarning("tcn-thresh is 10.00", "tcn-thresh 250us", threshold(EcnScheme.TCN, 312_500, "250"));
        assertWarning("codel-interval", "codel-interval 40ms", threshold(EcnScheme.CODEL, 1, "10000"));
        assertWarning("red-min", "red-min all:31250 red-max all:31250", threshold("red", 1000, "250"));
    }

    @Test
    void settings() {
        assertOk(new SettingsCheck(HERE, "eth1", List.of()));
        assertWarning(
                "port-thresh is not below shared-buffer",
                "'mqecn get eth1'",
                new SettingsCheck(HERE, "eth1", List.of("port-thresh is not below shared-buffer")));
    }

    @Test
    void drops() {
        assertOk(new DropCheck(HERE, "eth1", 100, 0, "shared-buffer 96000", "shared-buffer 192000"));
        assertWarning(
                "2 of 100 packets (2.00 %) found the buffer full (shared-buffer 96000)",
                "'mqecn set eth1 shared-buffer 192000'",
                new DropCheck(HERE, "eth1", 100, 2, "shared-buffer 96000", "shared-buffer 192000"));
    }

    /** One check that fails does not stop the others. */
    @Test
    void aCheckThatCannotAcquireItsFacts() {
        FindingCollector collector = new FindingCollector("eth1");
        collector.add(CheckName.DCTCP, () -> {
            throw new IllegalStateException("broken");
        });
        collector.add(CheckName.PRIVILEGES, () -> new PrivilegeCheck(true));
        assertEquals(
                List.of("DCTCP WARNING", "PRIVILEGES OK"),
                collector.findings().stream()
                        .map(finding -> finding.check() + " " + finding.severity())
                        .toList());
    }
}
