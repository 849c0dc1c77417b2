// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
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

/** Verifies correct testbeds, and one with a fault for each check. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("testbed verify")
final class VerifyLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path out;

    /** Runs a script in a guest and returns its outputs, which are separated by lines of three dashes. */
    private List<String> runChecks(String script) {
        GuestResult result = GUEST.run(GuestSpec.shell(script, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        return Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    @Test
    @DisplayName("passes on a star of dwrr ports, and on bridges with tbf and RED, without any delay between hosts")
    void passesOnCorrectTestbed() throws Exception {
        List<String> answers = runChecks(
                """
                set -e
                cat > /run/red.yaml <<'EOF'
                qdiscs:
                  red: {tbf: {burst: 15000, latency: 10us, red: {limit: 100000, min: 30000, max: 90000, avpkt: 1000,
                    burst: 35, ecn: true, bandwidth: 100mbit}}}
                defaults:
                  host: {congestion-control: dctcp, ecn: true}
                  link: {rate: 100mbit, qdisc: red}
                  switch: {kind: bridge}
                switches: {br0: {address: 192.168.100.1/24}, br1: {address: 192.168.200.1/24}}
                hosts:
                  server: {routes: [{to: default, via: balancer}]}
                  balancer: {sysctls: {net.ipv4.ip_forward: 1}}
                  client: {routes: [{to: default, via: balancer}]}
                links:
                  - {between: [server, br0]}
                  - {between: [balancer, br0], rate: 200mbit}
                  - {between: [balancer, br1], rate: 200mbit}
                  - {between: [client, br1]}
                EOF
                cat > /run/star.yaml <<'EOF'
                star: {hosts: 3, rate: 995mbit, base-rtt: 250us}
                defaults:
                  host: {congestion-control: dctcp, ecn: true, gso: software}
                  link: {qdisc: {dwrr: {ecn-scheme: mq-ecn}}}
                EOF
                mqecn testbed up -f /run/star.yaml >/dev/null
                mqecn testbed up -f /run/red.yaml >/dev/null
                mqecn testbed verify -f star
                echo ---
                mqecn testbed verify -f red -o json
                """);
        List<String> lines = answers.get(0).lines().toList();
        assertEquals(7, lines.stream().filter(line -> line.startsWith("[✓] ")).count(), answers.get(0));
        assertTrue(
                lines.stream().limit(lines.size() - 1).allMatch(line -> line.matches("(\\[✓] |    not tested: ).*")),
                answers.get(0));
        assertTrue(
                answers.get(0).contains("[✓] delay         3 of 3 delays measured, one way, on 3 paths\n"),
                answers.get(0));
        assertEquals("star passed all checks", lines.get(lines.size() - 1));
        JsonNode red = JSON.readTree(answers.get(1));
        assertTrue(red.get("passed").asBoolean(), answers.get(1));
        for (JsonNode check : red.get("checks")) {
            assertEquals(
                    check.get("check").asText().equals("delay") ? "not_applicable" : "passed",
                    check.get("status").asText(),
                    answers.get(1));
        }
    }

    @Test
    @DisplayName("finds each fault, gives the reason, and continues")
    void findsFaults() throws Exception {
        List<String> answers = runChecks(
                """
                set -e
                cat > /run/wrong.yaml <<'EOF'
                star: {hosts: 9, rate: 995mbit, base-rtt: 250us}
                defaults: {host: {congestion-control: dctcp, ecn: true}}
                hosts: {h8: {congestion-control: cubic}, h9: {congestion-control: cubic}}
                EOF
                mqecn testbed up -f /run/wrong.yaml >/dev/null
                ip -n wrong-h1 link set dev eth0 gso_max_segs 65535
                ip netns exec wrong-h2 sysctl -qw net.ipv4.tcp_congestion_control=cubic net.ipv4.tcp_ecn=0
                tc -n wrong-s1 qdisc del dev h3 root
                tc -n wrong-s1 qdisc change dev h4 root dwrr rate 500mbit
                tc -n wrong-s1 qdisc change dev h5 root dwrr shared-buffer 50k queue-thresh all:200k 2>/dev/null
                ip -n wrong-h6 link set dev eth0 mtu 1400
                ip -n wrong-h7 link set dev eth0 down
                ip netns exec wrong-h9 sysctl -qw net.ipv4.tcp_ecn=0
                mqecn testbed verify -o json || echo $?
                """);
        String text = answers.get(0);
        assertTrue(text.endsWith("\n1"), text);
        JsonNode report = JSON.readTree(text.substring(0, text.length() - 2));
        assertEquals("wrong", report.get("testbed").asText());
        assertIssue(report, "reachability", "h7 reaches no other host: its eth0 is down", "mqecn testbed up");
        assertIssue(
                report,
                "mtu",
                "a packet of 1500 bytes from h5 to h6 does not arrive unfragmented: the mtu of eth0 in "
                        + "wrong-h6 is 1400",
                "mqecn testbed up");
        assertIssue(
                report,
                "transport",
                "h1, h3 fell back from DCTCP to Reno: their peer h2 did not negotiate ECN: "
                        + "net.ipv4.tcp_congestion_control is cubic and net.ipv4.tcp_ecn is 0 in wrong-h2",
                "ip netns exec wrong-h2 sysctl -w net.ipv4.tcp_congestion_control=dctcp net.ipv4.tcp_ecn=1");
        assertIssue(
                report,
                "transport",
                "h2 sends with cubic, not with dctcp: its net.ipv4.tcp_congestion_control is cubic",
                "net.ipv4.tcp_allowed_congestion_control");
        assertIssue(
                report,
                "transport",
                "ECN is not negotiated between h8 and h9: net.ipv4.tcp_ecn is 0 in wrong-h9",
                "ip netns exec wrong-h9 sysctl -w net.ipv4.tcp_ecn=1");
        assertIssue(
                report,
                "gso",
                "eth0 in wrong-h1 of the sender builds GSO packets",
                "ip -n wrong-h1 link set dev eth0 gso_max_segs 1");
        assertIssue(
                report,
                "bottleneck",
                "no qdisc on h3 in wrong-s1 (995 Mbit/s in the file) limits its rate",
                "mqecn testbed up");
        assertIssue(report, "bottleneck", "h4 in wrong-s1 (995 Mbit/s in the file) sends ", "mqecn testbed up");
        assertIssue(
                report, "marking", "h5 in wrong-s1 marked no packets and dropped", "set a threshold below the buffer");
    }

    @Test
    @DisplayName("tests each host against hosts that differ from it, in both directions; DCTCP needs ECN of its peers")
    void findsDctcpWithoutEcn() throws Exception {
        List<String> answers = runChecks(
                """
                verify() { mqecn testbed up -f $1 >/dev/null; mqecn testbed verify -f $2 -o json; echo "[$?]"; }
                cat > /run/some.yaml <<'EOF'
                star: {hosts: 3, rate: 100mbit, base-rtt: 250us}
                defaults: {link: {qdisc: {dwrr: {ecn-scheme: per-queue, queues: 1}}}}
                hosts: {h2: {congestion-control: dctcp}, h3: {congestion-control: dctcp}}
                EOF
                verify /run/some.yaml some
                echo ---
                cat > /run/two.yaml <<'EOF'
                star: {hosts: 2, rate: 100mbit, base-rtt: 250us}
                hosts:
                  h1: {sysctls: {net.ipv4.tcp_congestion_control: dctcp}}
                  h2: {congestion-control: cubic, ecn: false}
                EOF
                sysctl -qw net.ipv4.tcp_allowed_congestion_control='reno cubic dctcp'
                verify /run/two.yaml two
                echo ---
                cat > /run/ecn.yaml <<'EOF'
                star: {hosts: 3, rate: 100mbit, base-rtt: 250us}
                hosts: {h1: {congestion-control: cubic, ecn: true}, h2: {ecn: false}}
                EOF
                verify /run/ecn.yaml ecn
                echo ---
                ip netns exec ecn-h2 sysctl -qw net.ipv4.tcp_ecn=1
                ip netns exec ecn-h3 sysctl -qw net.ipv4.tcp_ecn=0
                mqecn testbed verify -f ecn -o json || :
                """);
        JsonNode some = JSON.readTree(answers.get(0).replaceAll("\\[1]$", ""));
        assertTrue(answers.get(0).endsWith("[1]"), answers.get(0));
        assertIssue(
                some,
                "transport",
                "h2, h3 fell back from DCTCP to Reno: their peer h1 did not negotiate ECN: "
                        + "net.ipv4.tcp_congestion_control is cubic and net.ipv4.tcp_ecn is 2 in some-h1",
                "give h1 'congestion-control: dctcp' in the file");
        assertTrue(check(some, "transport").get("detail").asText().startsWith("2 of 6 connections"), answers.get(0));
        assertEquals(
                "[\"h1 in some-s1: connections of the hosts that saturate it have no ECN\"]",
                check(some, "marking").get("not_tested").toString(),
                answers.get(0));
        JsonNode two = JSON.readTree(answers.get(1).replaceAll("\\[1]$", ""));
        assertIssue(two, "transport", "h1 fell back from DCTCP to Reno: its peer h2 did not negotiate ECN", "h2");
        assertEquals("skipped", check(two, "marking").get("status").asText(), answers.get(1));
        JsonNode ecn = JSON.readTree(answers.get(2).replaceAll("\\[0]$", ""));
        assertEquals("passed", check(ecn, "transport").get("status").asText(), answers.get(2));
        assertTrue(check(ecn, "transport").get("detail").asText().startsWith("6 of 6 connections"), answers.get(2));
        JsonNode changed = JSON.readTree(answers.get(3));
        assertIssue(
                changed,
                "transport",
                "ECN is negotiated between h2 and h1, although the file rules it out",
                "mqecn testbed up");
        assertIssue(
                changed,
                "transport",
                "ECN is not negotiated between h1 and h3: net.ipv4.tcp_ecn is 0 in ecn-h3",
                "ip netns exec ecn-h3 sysctl -w net.ipv4.tcp_ecn=1");
    }

    @Test
    @DisplayName("measures the delay of each direction; names a missing program; does not blame loss of the file")
    void measuresDelays() throws Exception {
        List<String> answers = runChecks(
                """
                cat > /run/far.yaml <<'EOF'
                defaults: {link: {rate: 100mbit}}
                hosts: {h1: {delay: 125us}, h2: {}, h3: {}, alone: {}, h4: {}}
                switches: {s1: {}, s2: {}}
                links:
                  - {between: [h1, s1], delay: 2ms, jitter: 500us, loss: 1%, corrupt: 0.5%, duplicate: 2%, reorder: 20%}
                  - {between: [h2, s1], delay: 1ms, ends: {h2: {delay: 5ms}}}
                  - {between: [h3, s1], ends: {s1: {delay: 150ms}}}
                  - {between: [alone, s2]}
                  - {between: [h4, s1], delay: 1ms, reorder: 60%}
                EOF
                mqecn testbed up -f /run/far.yaml >/dev/null
                mqecn testbed verify -f far -o json; echo "[$?]"
                echo ---
                tc -n far-h2-s1-eth0 qdisc change dev to root netem delay 4ms limit 1000000
                tc -n far-h1-s1-eth0 qdisc del dev from root
                mount --bind /dev/null $(command -v fping)
                mqecn testbed verify -f far -o json
                echo ---
                mqecn testbed verify -f far || :
                """);
        JsonNode far = JSON.readTree(answers.get(0).replaceAll("\\[0]$", ""));
        assertTrue(answers.get(0).endsWith("[0]"), answers.get(0));
        assertEquals(
                "6 of 8 delays measured, one way, on 5 paths",
                check(far, "delay").get("detail").asText().replaceAll("\\d paths", "5 paths"));
        assertEquals(
                "h4 to s1 (eth0), s1 to h4 (h4): no path between namespaces passes it for certain, with at most 25 %"
                        + " reordering",
                check(far, "delay").get("not_tested").get(0).asText());
        assertEquals(
                "alone: it has no path to another host in the file",
                check(far, "reachability").get("not_tested").get(0).asText());
        assertEquals(
                "alone-s2: none of these paths passes this link for certain",
                check(far, "mtu").get("not_tested").get(0).asText());
        JsonNode wrong = JSON.readTree(answers.get(1));
        assertIssue(wrong, "delay", " take 4", "mqecn testbed up");
        assertIssue(wrong, "delay", "h2 to s1 5 ms", "mqecn testbed up");
        assertIssue(wrong, "delay", "s1 to h1 2 ms", "mqecn testbed up");
        assertIssue(wrong, "reachability", "the program fping is missing", "'apt-get install fping' installs it");
        assertIssue(wrong, "mtu", "the program fping is missing", "'apt-get install fping' installs it");
        assertTrue(!answers.get(1).contains("reaches no other host"), answers.get(1));
        assertTrue(
                answers.get(2).contains("[-] transport     the file sets no congestion control or ECN\n"),
                answers.get(2));
    }

    private static JsonNode check(JsonNode report, String name) {
        for (JsonNode each : report.get("checks")) {
            if (each.get("check").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no check " + name + " in " + report.toPrettyString());
    }

    private static void assertIssue(JsonNode report, String check, String message, String remedy) {
        for (JsonNode each : report.get("checks")) {
            for (JsonNode found : each.get("issues")) {
                if (each.get("check").asText().equals(check)
                        && each.get("status").asText().equals("failed")
                        && found.get("message").asText().contains(message)
                        && found.get("remedy").asText().contains(remedy)) {
                    return;
                }
            }
        }
        throw new AssertionError(check + " does not report '" + message + "': " + report.toPrettyString());
    }
}
