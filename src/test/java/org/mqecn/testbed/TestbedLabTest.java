// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/**
 * Testbeds of namespaces and bridges on a real kernel, observed with ip, tc, sysctl, ps and ping. A script prints the
 * answers that the test checks, separated by lines of three dashes.
 */
@Tag("lab")
@Order(Integer.MAX_VALUE)
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Testbeds on a real kernel")
final class TestbedLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);

    /** The output of 'status', with its exit status. */
    private static final String IN_SYNC =
            "Node +Device +Address\n(?:\\S+ +\\S+ +\\S+\n)+NAME: all \\d+ resources are in sync\n\\[0]";

    /** {@code all} prints all state that a testbed can change. */
    private static final String PROLOGUE = CrashInjection.SHELL
            + """
            exec 2>&1
            next() { echo ---; }
            say() { "$@" && status=0 || status=$?; echo "[$status]"; }
            testbed() { say mqecn testbed "$@"; }
            all() {
                ip netns; ip -d addr; ip route; tc qdisc; tc filter show dev ifb0; lsmod | grep -v sch_tbf
                sysctl net.ipv4 net.core 2>/dev/null
                find /var/lib/mqecn /run/mqecn /run/netns -mindepth 1 2>/dev/null; find /etc/netns 2>/dev/null
                ps -e -o comm= | grep -vE '^(ps|grep|kworker.*|kpktgend.*|diff|bash|ip)$' | sort
            }
            TOOLS='ip tc sysctl modprobe rmmod'
            cat > /run/t.yaml <<'END'
            name: t
            machine: {sysctls: {net.ipv4.tcp_fin_timeout: 30}}
            defaults: {host: {congestion-control: dctcp, ecn: true, rto-min: 10ms}}
            qdiscs: {red: {tbf: {burst: 15000, latency: 10us, red: {limit: 100000, min: 30000, max: 90000, avpkt: 1000,
              burst: 35, ecn: true, bandwidth: 100mbit}}}}
            hosts: {h1: {delay: 125us, initial-window: 16, quick-ack: true}, h2: {}, h3: {gso: software}}
            switches: {s1: {}}
            links:
              - {between: [h1, s1], rate: 100mbit, qdisc: {dwrr: {ecn-scheme: mq-ecn, queues: 4}}}
              - {between: [h2, s1], rate: 100mbit, qdisc: red}
              - {between: [h3, s1], delay: 2ms, mtu: 1400}
            END
            """;

    @TempDir
    private Path out;

    /** Runs a script in a new guest and returns its answers. */
    private List<String> answers(String script) {
        GuestResult result = GUEST.run(GuestSpec.shell(PROLOGUE + script, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        return Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    private static void assertHas(String text, String part) {
        assertTrue(text.contains(part), () -> part + "\nis not in\n" + text);
    }

    @Test
    @DisplayName(
            "a star comes up in sync with its file; a second up changes nothing; a changed file changes only what differs")
    void star() {
        List<String> answers = answers(
                """
                all > /run/before
                sed -i 's/delay: 2ms,/delay: 2ms, qdisc: {eiffel: {policy: strict, maxrate: 10mbit}},/' /run/t.yaml
                testbed up -f /run/t.yaml; next
                testbed up -f /run/t.yaml; testbed status; next
                tc -n t-s1 qdisc; ip -n t-h1 -d link show eth0; ip -n t-h3 link show eth0; next
                tc -n t-h1 qdisc show dev eth0; ip -n t-h1 route
                testbed exec h3 -- ethtool -k eth0; next
                testbed exec h1 -- sysctl net.ipv4.tcp_congestion_control net.ipv4.tcp_ecn
                sysctl net.ipv4.tcp_fin_timeout; next
                testbed exec h1 -- ping -q -i 0.1 -c 5 10.0.2.2
                testbed exec h2 -- ping -q -i 0.1 -c 5 -M do -s 1372 10.0.3.2; next
                ip -n t-s1 link del dev h2; ip -n t-h1 route del default; ip -n t-s1 link set dev h1 down
                testbed exec h1 -- sysctl -qw net.ipv4.tcp_ecn=2
                testbed exec h3 -- tc qdisc add dev eth0 clsact; ip -n t-h3 addr add 10.9.9.9/32 dev eth0
                testbed exec h3 -- ethtool -K eth0 gso on
                mqecn set h1 port-thresh 77000 -n t-s1; tc -n t-h3 qdisc add dev eth0 root pfifo
                testbed status; testbed up; testbed status; next
                sed -i 's/100mbit, qdisc: {dwrr/50mbit, qdisc: {dwrr/; /h2, s1/d; s/ h2: {},//; s/delay: 2ms/delay: 3ms/
                    s/policy: strict, maxrate: 10mbit/policy: lqf/' /run/t.yaml
                mqecn testbed up -f /run/t.yaml --dry-run; next
                sent() { tc -n t-s1 -s -j qdisc show dev $1 | jq '.[0].packets'; }
                sent h1 > /run/sent; sent h3 >> /run/sent
                testbed up -f /run/t.yaml; testbed status -o json; ip netns | cut -d ' ' -f 1
                { sent h1; sent h3; } | paste /run/sent -; next
                sed 's/^name: t/name: other/; s/fin_timeout: 30/fin_timeout: 40/' /run/t.yaml > /run/o.yaml
                all > /run/up; testbed up -f /run/o.yaml; all | diff /run/up -
                sed -i 's/fin_timeout: 40/fin_timeout: 30/' /run/o.yaml; testbed up -f /run/o.yaml
                testbed down -f t; sysctl net.ipv4.tcp_fin_timeout; next
                testbed down; testbed down; all | diff /run/before -; next
                """);
        assertTrue(answers.get(0).matches("t is up: \\d+ resources\n\\[0]"), answers.get(0));
        assertTrue(
                answers.get(1)
                        .matches("mqecn: nothing to change: t is up: all \\d+ resources match the file\n" + "\\[3]\n"
                                + IN_SYNC.replace("NAME", "t")),
                answers.get(1));
        assertHas(answers.get(2), "qdisc dwrr 1: dev h1 root refcnt 2 rate 100Mbit queues 4 ecn-scheme mq-ecn");
        assertHas(answers.get(2), "qdisc tbf 1: dev h2 root refcnt 2 rate 100Mbit burst 15000b lat 10us");
        assertHas(answers.get(2), "qdisc red 2: dev h2 parent 1:1 limit 100000b min 30000b max 90000b ecn");
        assertHas(answers.get(2), "gso_max_segs 1 ");
        assertHas(answers.get(2), "mtu 1400");
        assertHas(answers.get(3), "netem 1: root refcnt 2 limit 1000000 delay 124us");
        assertHas(answers.get(3), "default via 10.0.1.1 dev eth0 initcwnd 16 rto_min lock 10ms quickack 1");
        assertHas(
                answers.get(3),
                "10.0.1.0/24 dev eth0 proto kernel scope link src 10.0.1.2 initcwnd 16 rto_min lock 10ms quickack 1");
        assertHas(answers.get(3), "tcp-segmentation-offload: off");
        assertHas(answers.get(3), "generic-segmentation-offload: off");
        assertEquals(
                "net.ipv4.tcp_congestion_control = dctcp\nnet.ipv4.tcp_ecn = 1\n[0]\n"
                        + "net.ipv4.tcp_fin_timeout = 30",
                answers.get(4));
        assertHas(answers.get(5), "rtt min/avg/max/mdev = 0.12");
        assertHas(answers.get(5), "rtt min/avg/max/mdev = 4.0");
        assertEquals(2, answers.get(5).split("5 received, 0% packet loss", -1).length - 1, answers.get(5));
        assertHas(answers.get(6), "link t-s1 h2 to t-h2 eth0 is missing");
        assertHas(answers.get(6), "routes of t-h1: route to default via 10.0.1.1: missing");
        assertHas(answers.get(6), "device t-s1 h1: is down");
        assertHas(answers.get(6), "segmentation offload of t-h3 eth0: tso, gso off: is on");
        assertHas(answers.get(6), "sysctl t-h1 net.ipv4.tcp_ecn: 1: is 2");
        assertHas(answers.get(6), ": the kernel has 77000");
        assertHas(answers.get(6), "address of t-h3 eth0: 10.0.3.2/24: has 10.0.3.2/24, 10.9.9.9/32");
        assertHas(answers.get(6), "qdisc of t-h3 eth0: pfifo");
        assertHas(answers.get(6), "qdisc of t-h3 eth0: clsact: unexpected qdisc");
        assertTrue(
                answers.get(6).matches("(?s).*7 are missing and 7 differ\n\\[1]\nt is up: .*are in sync\n\\[0]"),
                answers.get(6));
        assertHas(
                answers.get(7),
                "ip -n t-s1 link del dev h2\nrm -f /etc/netns/t-h2/hosts\n"
                        + "rmdir --ignore-fail-on-non-empty /etc/netns/t-h2 /etc/netns\nip netns del t-h2");
        assertHas(answers.get(7), "tc -n t-s1 qdisc change dev h1 root handle 1: dwrr rate 50mbit\n");
        assertHas(answers.get(7), "tc -n t-s1 qdisc change dev h3 root handle 1: eiffel policy lqf maxrate none\n");
        assertHas(answers.get(8), "\"in_sync\": true");
        assertEquals(
                2, answers.get(8).lines().filter(line -> line.contains("\t")).count(), answers.get(8));
        assertTrue(
                answers.get(8)
                        .lines()
                        .filter(line -> line.contains("\t"))
                        .allMatch(line -> Long.parseLong(line.split("\t")[0]) > 5
                                && Long.parseLong(line.split("\t")[1]) >= Long.parseLong(line.split("\t")[0])),
                "the qdiscs are changed in place: " + answers.get(8));
        assertTrue(!answers.get(8).contains("t-h2"), answers.get(8));
        assertHas(
                answers.get(9),
                "conflict with a running testbed: sysctl net.ipv4.tcp_fin_timeout: 40 here, 30 for testbed t\n");
        assertTrue(
                answers.get(9).matches("(?s).*\\[1]\nother is up: .*\\[0]\nt is down.*_timeout = 30"), answers.get(9));
        assertEquals("other is down", answers.get(10).substring(0, 13));
        assertTrue(
                answers.get(10).endsWith("[0]\nmqecn: nothing to change: no testbed is running\n[3]"),
                "the state is restored: " + answers.get(10));
    }

    @Test
    @DisplayName("a script run by hand creates the same testbed; a bridge has its ports; services run")
    void bridgeByHand() {
        List<String> answers = answers(
                """
                cat > /run/b.yaml <<'END'
                name: b
                defaults: {switch: {kind: bridge}, link: {rate: 100mbit}}
                switches: {br7: {address: 192.168.7.1/24}}
                hosts:
                  h1: {services: [iperf3, {command: {name: nap, run: [sleep, "1000"]}}]}
                  h2: {}
                links: [{between: [h1, br7]}, {between: [h2, br7], qdisc: {fq_codel: {ce_threshold: 1ms}}}]
                END
                all > /run/before
                mqecn testbed script -f /run/b.yaml > /run/up; sh -e /run/up
                testbed status -f /run/b.yaml; next
                ip -br link show master br7 | cut -d @ -f 1; ip -br -4 addr show br7; tc qdisc | grep -v noqueue; next
                ip netns exec b-h1 ping -q -c 3 -i 0.1 192.168.7.1; ip netns pids b-h1 | xargs ps -o comm= -p; next
                mqecn testbed script -f /run/b.yaml --down > /run/down; sh -e /run/down; rm -r /run/mqecn
                all | diff /run/before -; next
                sed -i 's/run: .sleep, "1000"./run: [sh, -c, "sleep 1000; true"]/' /run/b.yaml
                testbed up -f /run/b.yaml; ip netns pids b-h1 | xargs ps -o comm= -p | sort; next
                ip netns exec b-h2 sleep 500 & sleep 1
                testbed down; all | diff /run/before -; next
                sed -i 's/sleep 1000; true/echo no such thing >\\&2; exit 1/' /run/b.yaml
                testbed up -f /run/b.yaml; kill %1; wait; all | diff /run/before -; next
                """);
        assertTrue(answers.get(0).matches(IN_SYNC.replace("NAME", "b")), answers.get(0));
        assertHas(answers.get(1), "br7-h1\nbr7-h2\n");
        assertHas(answers.get(1), "192.168.7.1/24");
        assertHas(answers.get(1), "qdisc fq_codel");
        assertHas(answers.get(2), "3 received");
        assertHas(answers.get(2), "iperf3");
        assertEquals("", answers.get(3), "the script removed all resources");
        assertHas(answers.get(4), "iperf3\nsh\nsleep");
        assertHas(answers.get(5), "(sleep) of another owner keeps the removed namespace b-h2 alive");
        assertHas(answers.get(5), "[0]\n");
        assertTrue(answers.get(5).endsWith("> sleep"), "only the foreign process is left: " + answers.get(5));
        assertHas(answers.get(6), "service h1-nap is missing");
        assertHas(answers.get(6), "last log line: no such thing");
        assertTrue(answers.get(6).endsWith("[1]"), answers.get(6));
    }

    @Test
    @DisplayName("Open vSwitch forwards in userspace without kernel support; a changed bridge is created again")
    void userspace() {
        List<String> answers = answers(
                """
                cat > /run/v.yaml <<'END'
                name: v
                defaults: {switch: {kind: ovs}, link: {rate: 100mbit, qdisc: {fq_codel: {}}}}
                switches: {br7: {}}
                hosts: {h1: {}, h2: {}}
                links: [{between: [h1, br7]}, {between: [h2, br7], delay: 1ms}]
                END
                mkdir /run/bin
                printf '#!/bin/sh\\nexit 1\\n' > /run/bin/ovs-dpctl
                printf '#!/bin/sh\\ncase "$*" in *openvswitch*) exit 1; esac; exec /sbin/modprobe "$@"\\n' > /run/bin/modprobe
                chmod +x /run/bin/*; export PATH=/run/bin:$PATH; all > /run/before
                testbed up -f /run/v.yaml; ovs-vsctl get bridge br7 datapath_type; testbed verify; next
                ovs-vsctl set bridge br7 other-config:hwaddr=02:00:00:00:00:01; testbed status; testbed up; next
                testbed exec h1 -- ping -q -c 3 -i 0.1 $(ip -n v-h2 -br -4 addr show eth0 | tr / ' ' | awk '{print $3}')
                testbed down; all | diff /run/before - | grep -v openvswitch; next
                """);
        assertTrue(answers.get(0).startsWith("v is up"), answers.get(0));
        assertHas(answers.get(0), "[0]\nnetdev\n");
        assertHas(answers.get(0), "[\u2713] bottleneck    2 of 2 ports saturated");
        assertTrue(
                answers.get(1)
                        .matches("(?s).*bridge br7: hardware address 02:[0-9a-f:]+: is 02:00:00:00:00:01\n.*1 differ"
                                + "\n\\[1]\nv is up.*\\[0]"),
                answers.get(1));
        assertHas(answers.get(2), "3 received");
        assertHas(answers.get(2), "v is down");
    }

    @Test
    @DisplayName(
            "foreign resources are refused and kept; failures are rolled back; entries of another boot are discarded")
    void othersAndFailures() {
        List<String> answers = answers(
                """
                ip netns add t-h2; ip netns add t-s1; ip link add br9 type dummy; all > /run/before
                testbed up -f /run/t.yaml; all | diff /run/before -; next
                ip netns del t-h2; ip netns del t-s1; all > /run/before
                fake '[ $n = 9 ] && { echo "Error: not today." >&2; exit 1; }'
                say env PATH=/run/bin:$PATH mqecn testbed up -f /run/t.yaml; all | diff /run/before -; next
                testbed up -f /run/t.yaml; ip netns > /run/up
                sed 's/delay: 2ms/delay: 9ms/; s/h1: {delay/h9: {}, h1: {delay/' /run/t.yaml > /run/u.yaml
                echo '  - {between: [h9, s1]}' >> /run/u.yaml
                fake '[ $n = 5 ] && { echo "Error: not today." >&2; exit 1; }'
                say env PATH=/run/bin:$PATH mqecn testbed up -f /run/u.yaml; next
                testbed status; ip netns | diff /run/up - ; next
                tc=$(command -v tc); mv "$tc" /run/tc; rm -f /usr/bin/dot
                testbed up -f /run/u.yaml; mv /run/tc "$tc"; testbed status; ip netns | diff /run/up -
                testbed graph; next
                ip netns del t-h2; sleep 1; ip netns add t-h2; testbed up; next
                testbed down; ip netns; ip netns del t-h2; all | diff /run/before -; next
                testbed up -f /run/t.yaml
                tr a-f 1-6 < /proc/sys/kernel/random/boot_id > /run/boot
                mount --bind /run/boot /proc/sys/kernel/random/boot_id
                testbed down; ip netns | wc -l; find /var/lib/mqecn /run/mqecn 2>/dev/null; next
                """);
        assertHas(answers.get(0), "do not belong to the testbed: namespace t-h2, namespace t-s1");
        assertTrue(answers.get(0).endsWith("[1]"), "no changes: " + answers.get(0));
        assertHas(answers.get(1), "failed: not today; changes were rolled back");
        assertTrue(answers.get(1).endsWith("[1]"), "the state is restored: " + answers.get(1));
        assertHas(answers.get(2), "failed: not today");
        assertTrue(answers.get(3).matches(IN_SYNC.replace("NAME", "t")), answers.get(3));
        assertHas(answers.get(4), "the program tc is missing");
        assertTrue(
                answers.get(4).matches("(?s).*\\[1]\n" + IN_SYNC.replace("NAME", "t") + "\n.*\\[1]"),
                "no changes without a program: " + answers.get(4));
        assertHas(answers.get(4), "'apt-get install graphviz' installs it");
        assertHas(answers.get(5), "do not belong to the testbed: namespace t-h2");
        assertHas(answers.get(6), "namespace t-h2 was not created by mqecn: not removed");
        assertTrue(answers.get(6).matches("(?s).*\\[0]\nt-h2"), answers.get(6));
        assertHas(answers.get(7), "t is down");
        assertTrue(answers.get(7).endsWith("[0]\n5"), "resources of another boot are kept: " + answers.get(7));
    }

    private static final String IMPAIRED =
            """
            cat > /run/i.yaml <<'END'
            name: i
            defaults: {link: {rate: 100mbit}}
            hosts: {h1: {}, h2: {}, h3: {}}
            switches: {s1: {}}
            links:
              - {between: [h1, s1], delay: 2ms, jitter: 400us, loss: 1%, corrupt: 0.5%, duplicate: 2%, reorder: 25%}
              - {between: [h2, s1], delay: 1ms, ends: {h2: {delay: 5ms, loss: 0.1%}}}
              - {between: [h3, s1]}
            END
            """;

    @Test
    @DisplayName("links delay, lose, corrupt, duplicate and reorder packets, differently in each direction")
    void impairments() {
        List<String> answers = answers(
                IMPAIRED
                        + """
                netem() { tc -n i-$1 -j qdisc show dev $2 | jq -c '.[] | select(.kind == "netem").options'; }
                testbed up -f /run/i.yaml; testbed status; next
                netem h1-s1-eth0 to; netem h1-s1-eth0 from; next
                netem h2-s1-eth0 to; netem h2-s1-eth0 from; next
                testbed exec h3 -- ping -q -i 0.1 -c 5 h2; next
                tc -n i-h1-s1-eth0 qdisc change dev to root netem delay 2ms loss 1% corrupt 0.5% reorder 10%
                tc -n i-h2-s1-eth0 qdisc change dev from root netem delay 1ms duplicate 3% corrupt 2%
                testbed status; testbed up; netem h1-s1-eth0 to; testbed status; next
                mqecn testbed graph --format mermaid | grep -v '^---'; next
                sed -i 's/delay: 5ms, loss: 0.1%/delay: 4ms/' /run/i.yaml; mqecn testbed up -f /run/i.yaml --dry-run; next
                mqecn testbed script -f /run/i.yaml | grep netem
                """);
        assertTrue(answers.get(0).matches("i is up: .*\n\\[0]\n" + IN_SYNC.replace("NAME", "i")), answers.get(0));
        assertHas(answers.get(0), "h2    eth0    10.0.2.2/24");
        String all = "\"limit\":1000000,\"delay\":{\"delay\":0.002,\"jitter\":0.0004,\"correlation\":0},"
                + "\"loss-random\":{\"loss\":0.01,\"correlation\":0},"
                + "\"duplicate\":{\"duplicate\":0.02,\"correlation\":0},"
                + "\"reorder\":{\"reorder\":0.25,\"correlation\":0},"
                + "\"corrupt\":{\"corrupt\":0.005,\"correlation\":0}";
        assertEquals(2, answers.get(1).split(Pattern.quote(all), -1).length - 1, answers.get(1));
        assertTrue(
                answers.get(2)
                        .matches(
                                "\\{[^\n]*\"delay\":0.005,[^\n]*\"loss\":0.001,[^\n]*\n"
                                        + "\\{\"limit\":1000000,\"delay\":\\{\"delay\":0.001,\"jitter\":0,\"correlation\":0},\"ecn\"[^\n]*"),
                answers.get(2));
        assertHas(answers.get(3), "rtt min/avg/max/mdev = 6.0");
        assertHas(answers.get(4), "netem i-h1-s1-eth0 from to to: netem jitter 400us: the kernel has 0");
        assertHas(answers.get(4), "netem i-h1-s1-eth0 from to to: netem reorder 25%: the kernel has 0.1\n");
        assertHas(answers.get(4), "netem i-h2-s1-eth0 to to from: netem duplicate 0%: the kernel has 0.03");
        assertHas(answers.get(4), "netem i-h2-s1-eth0 to to from: netem corrupt 0%: the kernel has 0.02");
        assertHas(answers.get(4), "0 are missing and 2 differ\n[1]\ni is up");
        assertHas(answers.get(4), all);
        assertTrue(answers.get(4).matches("(?s).*\n" + IN_SYNC.replace("NAME", "i")), answers.get(4));
        assertHas(answers.get(5), "2 ms ± 400 µs, 1% loss, 0.5% corrupt, 2% duplicated, 25% reordered");
        assertHas(answers.get(5), "→ 1 ms, ← 5 ms, 0.1% loss");
        assertEquals(
                "tc -n i-h2-s1-eth0 qdisc del dev to root\ntc -n i-h2-s1-eth0 qdisc del dev from ingress\n"
                        + "tc -n i-h2-s1-eth0 qdisc add dev to root handle 1: netem delay 4000us limit 1000000",
                answers.get(6).lines().limit(3).collect(Collectors.joining("\n")));
        assertHas(
                answers.get(7),
                "dev from root handle 1: netem delay 2000us 400us loss 1% corrupt 0.5% duplicate 2% reorder 25% limit");
    }

    @Test
    @DisplayName("hosts know each other by name; exec has the status of a shell; plans need no root, tool or image")
    void namesAndPlans() {
        List<String> answers = answers(
                IMPAIRED
                        + """
                rmmod sch_dwrr 2> /dev/null
                mkdir -p /etc/netns/i-h1; echo nameserver 10.0.1.1 > /etc/netns/i-h1/resolv.conf; all > /run/before
                hosts=$(cat /etc/hosts)
                testbed up -f /run/i.yaml
                for node in h1 h2 h3 s1; do testbed exec $node -- getent hosts h1 s1; done; next
                testbed exec h1 -- cat /etc/resolv.conf; [ "$hosts" = "$(cat /etc/hosts)" ] && echo same; next
                echo 10.9.9.9 h1 > /etc/netns/i-h2/hosts; rm /etc/netns/i-h3/hosts; testbed status; testbed up
                testbed exec h2 -- getent hosts h1; testbed exec h3 -- getent hosts h1; next
                testbed exec h2 -- nosuch; testbed exec h2 -- /etc/passwd; testbed exec h2 -- sh -c 'exit 5'; next
                all > /run/up
                testbed down --dry-run -o json; mqecn testbed down --dry-run > /run/down; all | diff /run/up -
                sh -e /run/down; rm -r /var/lib/mqecn /run/mqecn; all | diff /run/before -; next
                testbed up -f /run/i.yaml; testbed down; all | diff /run/before -; testbed down --dry-run; next
                for tool in ip tc ethtool sysctl modprobe qemu-img qemu-system-x86_64 mke2fs ovs-vsctl; do
                    mount --bind /dev/null $(command -v $tool)
                done
                as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
                as_nobody mqecn testbed script -f video > /run/script; echo "[$?]"
                as_nobody mqecn testbed up --dry-run -f video | diff /run/script - | head
                as_nobody mqecn testbed script --down -f video | tail -n 1; grep -c . /run/script
                grep 'qemu-img create' /run/script | head -n 1
                """);
        String[] known = answers.get(0).split("\\[0]\n?");
        assertEquals(5, known.length, answers.get(0));
        for (int i = 1; i < known.length; i++) {
            assertTrue(known[i].matches("\n*10.0.1.2 +h1\n10.0.1.1 +s1\n10.0.2.1 +s1\n10.0.3.1 +s1\n"), answers.get(0));
        }
        assertEquals("nameserver 10.0.1.1\n[0]\nsame", answers.get(1));
        assertHas(answers.get(2), "/etc/netns/i-h2/hosts: has other names or addresses");
        assertHas(answers.get(2), "/etc/netns/i-h3/hosts is missing");
        assertEquals(2, answers.get(2).split("\n10.0.1.2 +h1", -1).length - 1, answers.get(2));
        assertEquals("nosuch: no such program\n[127]\n/etc/passwd: permission denied\n[126]\n[5]", answers.get(3));
        assertHas(answers.get(4), "\"changed\": false");
        assertTrue(answers.get(4).endsWith("}\n[0]"), "the plan takes down the testbed: " + answers.get(4));
        assertTrue(
                answers.get(5).matches("i is up.*\n\\[0]\ni is down.*\n\\[0]\nmqecn: nothing to change: .*\n\\[3]"),
                answers.get(5));
        assertTrue(
                answers.get(6).matches("\\[0]\n\\S*ovs-ctl stop\n\\d{3}\nqemu-img create .*/video/disk.qcow2 .*"),
                answers.get(6));
    }

    @Test
    @DisplayName("after up or down is killed, down cleans up")
    void killed() {
        assertCleanAfterKill(4);
    }

    @Test
    @Tag("long")
    @DisplayName("after up or down is killed at any step, down cleans up")
    void killedAtEachStep() {
        assertCleanAfterKill(1);
    }

    /** @param stride kills at every step of this number */
    private void assertCleanAfterKill(int stride) {
        List<String> answers = answers(
                "STRIDE=" + stride + "\n"
                        + """
                cat > /run/k.yaml <<'END'
                name: k
                machine: {sysctls: {net.ipv4.tcp_fin_timeout: 30}}
                hosts: {h1: {delay: 125us, ecn: true, services: [iperf3]}}
                switches: {s1: {}}
                links: [{between: [h1, s1], rate: 100mbit}]
                END
                all > /run/before
                steps up /run/k.yaml $STRIDE; mqecn testbed down >/dev/null; next
                steps down /run/k.yaml $STRIDE; next
                """);
        assertTrue(answers.get(0).matches("up (9|1\\d)"), answers.get(0));
        assertTrue(answers.get(1).matches("down [4-9]"), answers.get(1));
    }

    @Test
    @DisplayName("a star of 64 hosts takes at most two processes per host")
    void big() {
        List<String> answers = answers(
                """
                echo 'star: {hosts: 64, rate: 995mbit, base-rtt: 250us}' > /run/big.yaml
                fake :
                say env PATH=/run/bin:$PATH mqecn testbed up -f /run/big.yaml; wc -l < /run/calls; next
                testbed exec h64 -- ping -q -c 1 10.0.1.2; next
                """);
        assertTrue(answers.get(0).startsWith("big is up: "), answers.get(0));
        int calls = Integer.parseInt(
                answers.get(0).lines().reduce((first, second) -> second).orElseThrow());
        assertTrue(calls < 2 * 64 + 10, calls + " processes");
        assertHas(answers.get(1), "1 received");
    }
}
