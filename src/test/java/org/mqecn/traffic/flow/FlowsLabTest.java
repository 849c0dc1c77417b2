// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;
import org.mqecn.traffic.flow.Workload.ServiceRequests;
import org.mqecn.value.Rate;

/** Compares flow records with nftables, nstat and the clock. Takes about 20 s. */
@Tag("lab")
@DisplayName("Flows on a real kernel")
final class FlowsLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);

    /** A switch, a client r behind p0 and servers h1 and h2; netem adds half of the base RTT of 250 us at each host. */
    private static final String PROLOGUE =
            """
            exec 2>&1
            host() {
                ip netns add $1
                ip link add $2 type veth peer name eth0 netns $1
                ip addr add $3.1/24 dev $2
                ip link set $2 up
                ip -n $1 addr add $3.2/24 dev eth0
                ip -n $1 link set eth0 up gso_max_segs 1
                ip -n $1 route add default via $3.1 rto_min 10ms
                ip netns exec $1 sysctl -qw net.ipv4.tcp_ecn=1 net.ipv6.conf.all.disable_ipv6=1
                tc -n $1 qdisc add dev eth0 root netem delay 125us limit 100000
            }
            sysctl -qw net.ipv4.ip_forward=1
            host r p0 10.0.1; host h1 p1 10.0.2; host h2 p2 10.0.3
            next() { echo ---; }
            client() { mqecn traffic client -n r --server 10.0.2.2 10.0.3.2 --rate 100mbit "$@" && status=0 || status=$?
                echo "[$status]"; }
            """;

    @TempDir
    private Path out;

    private List<String> runInLab(String script) {
        GuestResult result = GUEST.run(GuestSpec.shell(PROLOGUE + script, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        return Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    private static long number(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), () -> pattern + " is not in: " + text);
        return Long.parseLong(matcher.group(1));
    }

    private static long sum(List<long[]> flows, ToLongFunction<long[]> column) {
        return flows.stream().mapToLong(column).sum();
    }

    @Test
    @DisplayName("match the request; nftables and nstat confirm marks, retransmissions and DSCP")
    void flowsAsRequested() {
        List<String> answers = runInLab(
                """
                modprobe sch_dwrr
                tc qdisc add dev p0 root handle 1: dwrr rate 100mbit queues 2 ecn-scheme per-queue \\
                    queue-thresh all:9k shared-buffer 12k
                ip netns exec r nft 'add table netdev t; add chain netdev t in { type filter hook ingress device eth0 priority 0; };
                    add rule netdev t in ip ecn ce counter; add rule netdev t in ip dscp 1 meta length > 1400 counter'
                mqecn traffic server h1=10.0.2.2 h2=10.0.3.2 --congestion-control dctcp &
                sleep 1
                client --load 0.7 --requests 60 --sizes web-search --service 0:1 1:1 --congestion-control dctcp \\
                    --connections 2 --seed 4 -o csv; next
                ip netns exec r nft list ruleset; next
                for host in h1 h2; do ip netns exec $host nstat -az TcpRetransSegs; done; next
                kill %1
                """);
        List<String> lines = answers.get(0)
                .lines()
                .filter(line -> !line.startsWith("serving"))
                .toList();
        assertEquals(
                "start_ns,fct_ns,bytes,server,service,dscp,goodput_mbit,retransmitted,delivered_ce,dctcp",
                lines.get(0));
        assertEquals("[0]", lines.get(61));
        List<long[]> flows = lines.subList(1, 61).stream()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToLong(cell -> Math.round(Double.parseDouble(cell)))
                        .toArray())
                .toList();
        List<ScheduledFlow> scheduled = new Workload(
                        Collections.nCopies(
                                2, new ServiceRequests(SizeDistribution.load("web-search", Optional.empty()), 1)),
                        0.7,
                        Rate.parse("100mbit"),
                        2,
                        1)
                .flows(60, 4);
        assertEquals(scheduled.stream().mapToLong(ScheduledFlow::bytes).sum(), sum(flows, flow -> flow[2]));
        assertTrue(flows.stream().allMatch(flow -> flow[9] == 1 && flow[4] == flow[5]));
        for (int i = 0; i < flows.size(); i++) {
            assertEquals(scheduled.get(i).startNs(), flows.get(i)[0], 2e6, "start of flow " + i);
        }
        long marked = number("ip ecn ce counter packets (\\d+)", answers.get(1));
        assertTrue(marked > 100, "the port was congested");
        assertEquals(
                marked, sum(flows, flow -> flow[8]), marked * 0.02, "marked segments as reported by the receivers");
        long serviceBytes = sum(flows, flow -> flow[4] == 1 ? flow[2] : 0);
        assertEquals(
                serviceBytes / 1448.0,
                number("length > 1400 counter packets (\\d+)", answers.get(1)),
                serviceBytes / 1448.0 * 0.02,
                "packets with the DSCP of the second service");
        long retransmitted = answers.get(2)
                .lines()
                .filter(line -> line.startsWith("TcpRetransSegs"))
                .mapToLong(line -> number("TcpRetransSegs +(\\d+)", line))
                .sum();
        assertTrue(retransmitted > 0, "the buffer was too small");
        assertEquals(retransmitted, sum(flows, flow -> flow[7]), "retransmitted segments");
    }

    @Test
    @DisplayName("are replayed flow by flow from the records of other flows")
    void replayed() {
        List<String> answers = runInLab(
                """
                mqecn traffic server h1=10.0.2.2 h2=10.0.3.2 2>&1 >/dev/null &
                sleep 1
                echo started; next
                client --load 0.5 --requests 40 --sizes cache --service 0:1 10:1 --seed 3 -o csv > /run/flows.csv
                sed -i '/^\\[/d' /run/flows.csv
                mqecn traffic client -n r --server 10.0.2.2 10.0.3.2 --replay /run/flows.csv -o csv; next
                cat /run/flows.csv; next
                kill %1
                """);
        List<String> recorded = answers.get(2).lines().skip(1).toList();
        List<String> replayed = answers.get(1).lines().skip(1).toList();
        assertEquals(40, recorded.size());
        assertEquals(40, replayed.size());
        for (int i = 0; i < replayed.size(); i++) {
            String[] before = recorded.get(i).split(",");
            String[] after = replayed.get(i).split(",");
            assertEquals(Long.parseLong(before[0]), Long.parseLong(after[0]), 2e6, "start of flow " + i);
            for (int column : new int[] {2, 3, 5}) {
                assertEquals(before[column], after[column], "bytes, server and DSCP of flow " + i);
            }
        }
    }

    @Test
    @DisplayName("are paced to a given rate; encode their remaining size; report a fallback to Reno as an error")
    void pacedAndReno() {
        List<String> answers = runInLab(
                """
                printf '1000000 0\\n1000000 1\\n' > /run/sizes
                mqecn traffic server h1=10.0.2.2 h2=10.0.3.2 &
                sleep 1
                client --load 0.01 --requests 2 --sizes /run/sizes --flow-rate 8mbit -o csv; next
                client --load 0.01 --requests 2 --sizes /run/sizes --fan-in 2 --congestion-control dctcp; next
                client --load 0.01 --requests 2 --sizes /run/none; next
                ip netns exec r nft 'add table netdev t; add chain netdev t in { type filter hook ingress device eth0 priority 0; };
                    add rule netdev t in meta length > 1400 ip dscp 39 counter comment "most";
                    add rule netdev t in meta length > 1400 ip dscp cs2 counter comment "least";
                    add rule netdev t in meta length > 1400 ip dscp 5 counter comment "service"'
                client --load 0.01 --requests 1 --sizes /run/sizes --dscp-from-remaining --service 5
                ip netns exec r nft list ruleset; next
                kill %1; wait
                client --requests 1
                """);
        answers.get(0).lines().filter(line -> line.matches("\\d.*")).forEach(line -> {
            double millis = Double.parseDouble(line.split(",")[1]) / 1e6;
            assertEquals(1000, millis, 60, "1 MB at 8 Mbit/s on the wire");
        });
        assertTrue(
                answers.get(1).contains("mqecn: 4 of 4 flows fell back to Reno: ECN was not negotiated"),
                answers.get(1));
        assertTrue(answers.get(1).endsWith("[1]"), answers.get(1));
        assertTrue(answers.get(2).startsWith("mqecn: no size distribution or file '/run/none'"), answers.get(2));
        assertTrue(answers.get(2).endsWith("[2]"), answers.get(2));
        assertTrue(number("packets (\\d+) bytes \\d+ comment \"most\"", answers.get(3)) > 80, "two chunks of 64 KiB");
        assertTrue(number("packets (\\d+) bytes \\d+ comment \"least\"", answers.get(3)) > 10, "the rest");
        assertEquals(0, number("packets (\\d+) bytes \\d+ comment \"service\"", answers.get(3)));
        assertTrue(
                answers.get(4).contains("mqecn: connection lost: connect to /10.0.2.2:5300: Connection refused"),
                answers.get(3));
    }
}
