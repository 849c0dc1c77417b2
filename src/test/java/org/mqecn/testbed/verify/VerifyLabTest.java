// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;

/** Verifies correct testbeds, and one with a fault for each check. */
@Tag("lab")
@DisplayName("testbed verify")
final class VerifyLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path out;

    /** Runs a script in a guest and returns its outputs, which are separated by lines of three dashes. */
    private List<String> runChecks(String script) {
        GuestResult result = GUEST.run(GuestSpec.shell(script, out).withLimit(Duration.ofMinutes(4)));
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
        assertEquals(7, lines.size(), answers.get(0));
        assertTrue(lines.stream().limit(6).allMatch(line -> line.startsWith("[✓] ")), answers.get(0));
        assertEquals("star passed all checks", lines.get(6));
        JsonNode red = JSON.readTree(answers.get(1));
        assertTrue(red.get("passed").asBoolean(), answers.get(1));
        for (JsonNode check : red.get("checks")) {
            assertEquals("passed", check.get("status").asText(), answers.get(1));
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
                "h1 fell back from DCTCP to Reno: its peer h2 did not negotiate ECN: "
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
