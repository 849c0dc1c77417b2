// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
import org.mqecn.value.Dscp;

/** Rules on a real kernel. tcpdump at the receiver or another nftables table shows the DSCP of packets. */
@Tag("lab")
@Order(Integer.MAX_VALUE)
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Rules on a real kernel")
final class RankLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** This machine sends to h1 through eth1, and forwards packets from h2 to h1. */
    private static final String PROLOGUE =
            """
            exec 2>&1
            for i in 1 2; do
                ip netns add h$i
                ip link add eth$i type veth peer name eth0 netns h$i
                ip addr add 10.0.$i.1/24 dev eth$i; ip addr add fd0$i::1/64 dev eth$i nodad
                ip link set eth$i up
                ip -n h$i addr add 10.0.$i.2/24 dev eth0; ip -n h$i addr add fd0$i::2/64 dev eth0 nodad
                ip -n h$i link set eth0 up
                ip -n h$i route add default via 10.0.$i.1; ip -n h$i route add default via fd0$i::1
            done
            sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
            mount -t cgroup2 none /sys/fs/cgroup && mkdir -p /sys/fs/cgroup/bulk/inner
            next() { echo ---; }
            say() { "$@" && status=0 || status=$?; echo "[$status]"; }
            rank() { say mqecn rank "$@" 2>&1 | grep -v warning; }
            others() { nft -s list ruleset | sed '/^table inet mqecn-rank/,/^}/d'; }
            judged() { "$@" nft -j list table inet judge \\
                | jq -r '[.. | .counter? // empty | .packets] | map(tostring) | join(" ")'; }
            """;

    @TempDir
    private Path out;

    @TempDir
    private Path files;

    private List<String> runInLab(GuestSpec.GuestClock guestClock, String script) {
        String places =
                "F='" + files + "'\nUNIT='" + Path.of("cli/mqecn-rank.service").toAbsolutePath() + "'\n";
        GuestResult result = GUEST.run(GuestSpec.shell(places + PROLOGUE + script, out)
                .withClock(guestClock)
                .withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        return Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(files.resolve(name), text);
    }

    /** DSCPs of captured packets by protocol and destination port, with the ECN field after a plus sign. */
    private static Map<String, Set<String>> captured(String tcpdump) {
        Pattern packet = Pattern.compile("IP6? \\((?:tos 0x(\\w+)|class 0x(\\w+)|flowlabel)[^)]*?(?:\\([^)]*\\)[^)]*?)*"
                + "(?:proto|next-header) (\\w+) \\([^\\n]*\\)\\s+\\S+?(?:\\.\\d+)? > ([0-9a-f.:]+?)(?:\\.(\\d+))?: ");
        Map<String, Set<String>> captured = new TreeMap<>();
        Matcher matcher = packet.matcher(tcpdump);
        while (matcher.find()) {
            String field = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            int octet = field == null ? 0 : Integer.parseInt(field, 16);
            boolean four = !matcher.group(4).contains(":");
            String protocol = matcher.group(3);
            captured.computeIfAbsent(
                            (four ? "4 " : "6 ")
                                    + protocol
                                    + (protocol.startsWith("ICMP") ? "" : " " + matcher.group(5)),
                            key -> new TreeSet<>())
                    .add(new Dscp(octet >> 2) + ((octet & 3) == 0 ? "" : "+" + (octet & 3)));
        }
        return captured;
    }

    @Test
    @DisplayName("packets of all programs have the DSCP of their rule; ECN and other tables are unchanged")
    void packets() throws IOException {
        file(
                "rules.yaml",
                """
                rules:
                  web: {device: eth1, protocol: tcp, destination-port: [5201, 8000-8010], dscp: af21}
                  talk: {protocol: udp, destination-port: 7000, destination: 10.0.1.0/24, dscp: ef}
                  six: {protocol: udp, destination-port: 7000, destination: 'fd01::/64', dscp: af43}
                  ping: {protocol: icmp, dscp: cs6}
                  ping6: {protocol: icmpv6, dscp: cs5}
                  bulk: {cgroup: bulk, dscp: cs1}
                  daemon: {user: daemon, dscp: le}
                  pass: {direction: forward, in-device: eth2, device: eth1, protocol: udp, dscp: cs4}
                  late: {direction: input, device: eth2, protocol: udp, destination-port: 7006, dscp: cs2}
                """);
        List<String> answers = runInLab(
                GuestSpec.GuestClock.VIRTUAL,
                """
                nft -f - <<'E'
                table inet judge {
                    chain input { type filter hook input priority 0; udp dport 7006 ip dscp cs2 counter; }
                    chain output { type filter hook output priority -200; counter; }
                }
                table ip mangle {
                    chain OUTPUT { type route hook output priority mangle; tcp dport 1 meta mark set 1; }
                }
                E
                others > /run/before
                say mqecn rank apply -f $F/rules.yaml; next
                others | diff /run/before - && echo the same; next
                sysctl -qw net.ipv4.tcp_congestion_control=dctcp
                ip netns exec h1 sysctl -qw net.ipv4.tcp_congestion_control=dctcp
                ip netns exec h1 iperf3 -s -D
                ip netns exec h1 tcpdump -i eth0 -nn -v --immediate-mode 'ip or ip6' >/run/seen 2>/dev/null & tcpdump=$!
                sleep 1
                iperf3 -c 10.0.1.2 -n 100K >/dev/null
                iperf3 -c fd01::2 -n 100K >/dev/null
                to() { echo x >/dev/udp/$1/$2; }
                to 10.0.1.2 7000; to fd01::2 7000; to 10.0.1.2 7001
                ping -qc 2 -Q 2 10.0.1.2 >/dev/null; ping -qc 2 -Q 1 fd01::2 >/dev/null
                (echo $BASHPID >/sys/fs/cgroup/bulk/inner/cgroup.procs; to 10.0.1.2 7002; to fd01::2 7002)
                export -f to
                setpriv --reuid=1 --clear-groups bash -c 'to 10.0.1.2 7003; to fd01::2 7003'
                ip netns exec h2 bash -c 'to 10.0.1.2 7005; to fd01::2 7005; to 10.0.2.1 7006'
                sleep 1; kill $tcpdump; wait $tcpdump
                cat /run/seen; next
                judged; next
                mqecn rank list -o json; next
                nft list table inet mqecn-rank >/run/counted
                rank clear | tail -1; mqecn rank list -o json | jq '[.rules[].packets] | add'
                rank undo | tail -1; nft list table inet mqecn-rank | diff /run/counted - && echo exactly; next
                rank del --all; nft list tables; next
                mqecn rank add one --protocol udp --dscp ef & mqecn rank add two --protocol tcp --dscp le & wait
                mqecn rank list -o json | jq -r '.rules[].name' | sort; next
                """);
        assertTrue(
                answers.get(0).startsWith("mqecn: warning: late cannot change the order of packets"), answers.get(0));
        assertTrue(answers.get(0).contains("\n9 rules installed"), answers.get(0));
        assertEquals("the same", answers.get(1));
        Map<String, Set<String>> seen = captured(answers.get(2));
        assertEquals(Set.of("af21+2"), seen.get("4 TCP 5201"), "DCTCP's packets can all be marked: " + seen);
        assertEquals(Set.of("af21+2"), seen.get("6 TCP 5201"), seen.toString());
        assertEquals(Set.of("ef"), seen.get("4 UDP 7000"), seen.toString());
        assertEquals(Set.of("af43"), seen.get("6 UDP 7000"), seen.toString());
        assertEquals(Set.of("cs0"), seen.get("4 UDP 7001"), "no rule matches these: " + seen);
        assertTrue(seen.get("4 ICMP").contains("cs6+2"), seen.toString());
        assertTrue(seen.get("6 ICMPv6").contains("cs5+1"), seen.toString());
        assertEquals(List.of(Set.of("cs1"), Set.of("cs1")), List.of(seen.get("4 UDP 7002"), seen.get("6 UDP 7002")));
        assertEquals(List.of(Set.of("le"), Set.of("le")), List.of(seen.get("4 UDP 7003"), seen.get("6 UDP 7003")));
        assertEquals(List.of(Set.of("cs4"), Set.of("cs4")), List.of(seen.get("4 UDP 7005"), seen.get("6 UDP 7005")));
        assertTrue(
                answers.get(3).startsWith("1 "), "a receiver that reads the DSCP of input sees it: " + answers.get(3));
        JsonNode list = JSON.readTree(answers.get(4));
        assertEquals(
                List.of(),
                List.copyOf(list.findValuesAsText("differences")).stream()
                        .filter(text -> !text.isEmpty())
                        .toList());
        assertFalse(list.get("rules").isEmpty(), answers.get(4));
        list.get("rules").forEach(rule -> assertTrue(rule.get("packets").asLong() > 0, rule.toString()));
        assertEquals("[0]\n0\n[0]\nexactly", answers.get(5));
        assertTrue(answers.get(6).endsWith("table inet judge\ntable ip mangle"), answers.get(6));
        assertTrue(answers.get(7).endsWith("\none\ntwo"), "two concurrent changes are both made: " + answers.get(7));
    }

    @Test
    @DisplayName("every rule is read back as written; bad input changes nothing; verify shows queues")
    void tables() throws IOException {
        List<Rule> random = RandomRules.of(1, 60);
        file("random.yaml", RuleFile.write(random));
        file(
                "four.yaml",
                """
                rules:
                  web: {device: eth1, protocol: tcp, source-port: [80, 443], dscp: af21}
                  video: {protocol: udp, destination-port: 5000-5999, dscp: af31, priority: 1:3}
                  bulk: {source: 10.0.1.0/24, dscp: le}
                  pass: {direction: forward, dscp: ef}
                """);
        file(
                "eiffel.yaml",
                """
                rules:
                  web: {protocol: tcp, source-port: 80, dscp: af21}
                  voice: {protocol: udp, destination-port: 5000-5999, dscp: ef, priority: 3}
                  routing: {protocol: udp, destination-port: 179, priority: 7}
                  messages: {protocol: [icmp, icmpv6], dscp: cs6}
                """);
        file("bad.yaml", "rules:\n  web: {dscp: ef}\n  mail: {protocol: tpc, dscp: af11}\n");
        List<String> answers = runInLab(
                GuestSpec.GuestClock.VIRTUAL,
                """
                rank apply -f $F/random.yaml; rank apply -f $F/random.yaml
                mqecn rank save -f $OUT/saved.yaml; next
                rank apply -f $F/four.yaml; nft -s list table inet mqecn-rank >/run/four; rank save; next
                mqecn rank del web pass --dry-run >/run/script; sh -e /run/script
                mqecn rank list -o json | jq -c '[.rules[].name]'; rank restore; next
                rank apply -f $F/bad.yaml; nft -s list table inet mqecn-rank | diff /run/four - && echo unchanged; next
                nft add rule inet mqecn-rank output counter drop
                rank add x --dscp cs1; rank restore --force
                nft -s list table inet mqecn-rank | diff /run/four - && echo restored
                next
                mkdir -p /run/old
                printf '#!/bin/sh\\necho "nftables v0.9.8 (E.D.S.)"\\n' >/run/old/nft; chmod +x /run/old/nft
                PATH=/run/old:$PATH rank list
                with() { printf '#!/bin/sh\ncase "$*" in %s esac; exec /usr/sbin/nft "$@"\n' "$1" >/run/old/nft
                    PATH=/run/old:$PATH rank $2; }
                with '*-j*) echo "Error: JSON support not compiled-in" >&2; exit 1;;' list
                with '"-f /run/mqecn/"*)
                    echo "/dev/stdin:9:2-3: Error: Could not process rule: Operation not supported" >&2; exit 1;;' 'del web'
                with '"-f /run/mqecn/"*) /usr/sbin/nft "$@"; kill -9 $$;;' 'del web'
                nft -s list table inet mqecn-rank | diff /run/four - && echo unchanged
                with '"-f "*) exit 1;;' 'add x --protocol tcp --dscp ef -n h1' >/dev/null
                rank undo -n h1
                with '"-f /run/mqecn/"*) /usr/sbin/nft "$@"; kill -9 $PPID;;' 'del web' | grep -v Killed
                rank undo; nft -s list table inet mqecn-rank | diff /run/four - && echo undone; next
                (PATH=$(echo $PATH | tr : '\\n' | grep -v sbin | paste -sd:); rank list
                setpriv --reuid=1 --clear-groups \\
                    mqecn rank add x --protocol tcp --dscp cs1 --dry-run 2>&1); next
                mqecn install eth1 --rate 1gbit --queues 4 --dscp 0:cs0 1:af21 2:ef 3:le >/dev/null 2>&1
                mqecn rank verify -o json; next
                nft 'table inet judge { chain output { type filter hook output priority 100
                    ip dscp af21 ip dscp set ef; }; }'
                say mqecn rank verify eth1 | grep -v '✓'; next
                nft delete table inet judge
                rank apply -f $F/eiffel.yaml; mqecn install eth2 --qdisc eiffel --policy strict >/dev/null 2>&1
                mqecn rank show eth2; next
                mqecn rank verify eth2 -o json; next
                tc -s -j qdisc show dev eth2 | jq -c '.[0].ranks'; mqecn stats eth2 -o json | jq -c '.[0].ranks'; next
                mqecn set eth2 rank-from priority >/dev/null; say mqecn rank verify eth2; next
                mqecn set eth2 policy lqf >/dev/null; say mqecn rank verify eth2; next
                mqecn set eth2 policy strict rank-from dscp; mqecn rank add six --source fd02::/64 --dscp cs5
                sysctl -qw net.ipv6.conf.eth2.disable_ipv6=1; say mqecn rank verify eth2; next
                """);
        assertEquals(
                """
                60 rules installed
                [0]
                mqecn: nothing to change: rules already installed
                [3]
                /out/saved.yaml has 60 rules""",
                answers.get(0));
        assertEquals(
                random,
                RuleFile.read(out.resolve("saved.yaml"), NameDatabase.EMPTY).rules());
        assertEquals(
                "[\"video\",\"bulk\"]\n4 rules installed\n[0]",
                answers.get(2),
                "the commands of the dry run have the same effect");
        assertTrue(answers.get(3).contains("bad.yaml:3:20: unknown protocol 'tpc'"), answers.get(3));
        assertTrue(answers.get(3).endsWith("[2]\nunchanged"), answers.get(3));
        assertTrue(answers.get(4).startsWith("mqecn: table mqecn-rank was modified outside mqecn"), answers.get(4));
        assertTrue(
                answers.get(4)
                        .endsWith(
                                """
                [1]
                4 rules installed
                [0]
                restored"""),
                answers.get(4));
        assertEquals(
                """
                mqecn: nft is too old: nftables v0.9.8
                  mqecn rank needs nftables v1.0 or later
                [1]
                mqecn: cannot read nftables: JSON support not compiled-in
                  nft must be built with JSON support: see 'nft -V'
                [1]
                mqecn: 'nft -f …/applied.nft' failed: /dev/stdin:9:2-3: Error: Could not process rule: Operation not supported; changes were rolled back
                  this kernel lacks what a rule needs: load its nf_tables modules (nft_*), or leave that rule out
                [1]
                mqecn: 'nft -f …/applied.nft' failed: exit status 137; changes were rolled back; partial change rolled back
                [1]
                unchanged
                mqecn: nothing to change: no change of the rules since boot
                [3]
                [137]
                last change undone
                [0]
                undone""",
                answers.get(5).replaceAll("/run/mqecn/rank/[0-9a-f]{32}/\\d+/", "…/"));
        assertTrue(answers.get(6).startsWith("mqecn: the program nft is missing"), answers.get(6));
        assertTrue(
                answers.get(6).matches("(?s).*\\nnft -f /run/mqecn/rank/\\S+/applied.nft.*"),
                "needs neither root nor nft: " + answers.get(6));
        JsonNode results = JSON.readTree(answers.get(7));
        assertFalse(results.get(0).get("results").isEmpty(), answers.get(7));
        results.get(0)
                .get("results")
                .forEach(result -> assertTrue(
                        result.get("status").asText().equals("passed")
                                || result.get("packets").asText().equals("rule pass"),
                        result.toString()));
        assertTrue(answers.get(8).matches("(?s).*\\[✗\\]  rule web +af21 .*queue 2 has 16.*"), answers.get(8));
        assertTrue(answers.get(8).endsWith("[1]"), answers.get(8));
        assertTrue(answers.get(9).contains("eth2: eiffel 1:, policy strict, rank-from dscp"), answers.get(9));
        assertTrue(answers.get(9).matches("(?s).*ef +46 +- +3 +16 +16 +voice\\n.*"), answers.get(9));
        JsonNode ranks = JSON.readTree(answers.get(10)).get(0).get("results");
        ranks.forEach(result -> assertEquals("passed", result.get("status").asText(), result.toString()));
        assertEquals(
                List.of("42 16 control"),
                List.of(String.join(
                        " ",
                        IntStream.range(24, 27)
                                .mapToObj(row -> ranks.get(row).get("rank").asText())
                                .toList())),
                ranks.toString());
        JsonNode tc = JSON.readTree(answers.get(11).lines().findFirst().orElseThrow());
        JsonNode stats =
                JSON.readTree(answers.get(11).lines().skip(1).findFirst().orElseThrow());
        assertEquals(64, tc.size());
        assertFalse(stats.isEmpty(), answers.get(11));
        stats.forEach(row -> assertEquals(tc.get(row.get("rank").asInt()), row.get("packets"), row.toString()));
        assertTrue(tc.get(63).asLong() >= 32, "le is last: " + tc);
        assertTrue(
                answers.get(12).matches("(?s).*\\[✓]  priority 3 .*\\[✓]  rule voice +ef +3 .*\\[0]"), answers.get(12));
        assertTrue(answers.get(13).contains("policy lqf ignores ranks, so rules have no effect here"), answers.get(13));
        assertTrue(answers.get(13).endsWith("[1]"), "a skipped probe proves nothing: " + answers.get(13));
        assertTrue(
                answers.get(14).matches("(?s).*\\[✓]  rule messages .*\\[!]  rule six .*IPv6 is disabled on eth2.*"),
                answers.get(14));
    }

    @Test
    @DisplayName("packets match on their DSCP, mark, length, service, negated values and values of a file")
    void matches() throws IOException {
        file("hosts.txt", "# h1 and its neighbours\n10.0.1.2-10.0.1.5, 192.0.2.7\n");
        file(
                "rules.yaml",
                """
                rules:
                  SSH.in_use: {protocol: tcp, destination-port: ssh, dscp: 0x2E}
                  remark: {match-dscp: [CS1-CS2, va], dscp: BE}
                  small: {protocol: udp, destination-port: '7100:7101', packet-length: '100:200', dscp: AF31}
                  fw-mark: {mark: 0x10, dscp: af12}
                  conn.mark: {connmark: 0x20-0x2f, dscp: af13}
                  notPort: {protocol: udp, source: file:hosts.txt, not: {destination-port: 7102}, direction: forward, dscp: af41}
                  listed: {destination: file:hosts.txt, not: {protocol: udp}, dscp: af42}
                  others: {protocol: udp, not: {destination: 10.0.1.2, destination-port: [7201, 7203-]}, dscp: af43}
                """);
        List<String> answers = runInLab(
                GuestSpec.GuestClock.VIRTUAL,
                """
                nft -f - <<'E'
                table inet marks { chain output { type filter hook output priority -160;
                    udp dport 7110 meta mark set 0x10; udp dport 7111 ct mark set 0x21;
                    udp dport 7113 ip dscp set cs1; udp dport 7114 ip dscp set cs3; udp dport 7115 ip dscp set 44;
                    udp dport 7113 ip6 dscp set cs1; udp dport 7114 ip6 dscp set cs3; udp dport 7115 ip6 dscp set 44
                    udp dport 7116 ip6 dscp set 12; }; }
                E
                rank apply -f $F/rules.yaml; next
                ip netns exec h1 tcpdump -i eth0 -nn -v --immediate-mode 'ip or ip6' >/run/seen 2>/dev/null & tcpdump=$!
                sleep 1
                to() { head -c ${3:-1} /dev/zero >/dev/udp/$1/$2; }
                (: >/dev/tcp/10.0.1.2/22) 2>/dev/null; (: >/dev/tcp/10.0.1.2/23) 2>/dev/null
                to 10.0.1.2 7100 72; to 10.0.1.2 7101 172; to fd01::2 7100 52; to 10.0.1.2 7102 100
                for port in 7110 7111 7112 7113 7114 7115 7116; do to 10.0.1.2 $port; to fd01::2 $port; done
                to 10.0.2.2 7200
                ip netns exec h2 bash -c 'echo x >/dev/udp/10.0.1.2/7105'
                ip -n h2 addr add 192.0.2.7/32 dev eth0; ip -n h2 route add 10.0.1.2 via 10.0.2.1 src 192.0.2.7
                ip netns exec h2 bash -c 'echo x >/dev/udp/10.0.1.2/7102; echo x >/dev/udp/10.0.1.2/7104'
                ping -qc 1 10.0.1.2 >/dev/null
                sleep 1; kill $tcpdump; wait $tcpdump
                cat /run/seen; next
                mqecn rank list -o json | jq -c '[.rules[] | [.name, .packets]]'; next
                rank save >/dev/null; nft -s list table inet mqecn-rank >/run/before; nft delete table inet mqecn-rank
                nft -f /var/lib/mqecn/rank/default.nft; nft -s list table inet mqecn-rank | diff /run/before - && echo same
                mqecn rank list >/dev/null && echo complete; rank del SSH.in_use; next
                mqecn install eth1 --rate 1gbit --queues 3 --dscp 0:EF 1:0x0a 2:be --prio 0:0 1:1 2:2 >/dev/null 2>&1
                say mqecn rank verify eth1; next
                """);
        assertEquals("8 rules installed\n[0]", answers.get(0));
        Map<String, Set<String>> seen = captured(answers.get(1));
        Map<String, String> expected = new TreeMap<>(Map.ofEntries(
                Map.entry("4 TCP 22", "ef"),
                Map.entry("4 TCP 23", "af42"),
                Map.entry("4 UDP 7100", "af31"),
                Map.entry("4 UDP 7101", "af31"),
                Map.entry("6 UDP 7100", "af31"),
                Map.entry("4 UDP 7102", "cs0"),
                Map.entry("4 UDP 7104", "af41"),
                Map.entry("4 UDP 7105", "cs0"),
                Map.entry("4 UDP 7110", "af12"),
                Map.entry("6 UDP 7110", "af12"),
                Map.entry("4 UDP 7111", "af13"),
                Map.entry("6 UDP 7111", "af13"),
                Map.entry("4 UDP 7112", "cs0"),
                Map.entry("6 UDP 7112", "cs0"),
                Map.entry("4 UDP 7113", "cs0"),
                Map.entry("6 UDP 7113", "cs0"),
                Map.entry("4 UDP 7114", "cs3"),
                Map.entry("6 UDP 7114", "cs3"),
                Map.entry("4 UDP 7115", "cs0"),
                Map.entry("6 UDP 7115", "cs0"),
                Map.entry("6 UDP 7116", "cs0")));
        expected.forEach((flow, dscp) -> assertEquals(Set.of(dscp), seen.get(flow), flow + " of " + seen));
        assertTrue(seen.get("4 ICMP").contains("af42"), seen.toString());
        JsonNode counted = JSON.readTree(answers.get(2));
        assertEquals("others", counted.get(7).get(0).asText());
        assertEquals(1, counted.get(7).get(1).asInt(), "only the packet to h2: " + counted);
        assertEquals("same\ncomplete\nremoved: SSH.in_use\n[0]", answers.get(3));
        String verified = answers.get(4);
        assertTrue(verified.matches("(?s).*\\[✓] +DSCP +ef .*"), verified);
        assertTrue(verified.matches("(?s).*\\[✓] +DSCP +af11 .*"), verified);
        assertTrue(
                verified.matches(
                        "(?s).*\\[!] +the other 61 .*every DSCP without a queue goes to queue 0, which is served "
                                + "before queues 1, 2 \\(strict priority\\).*"),
                verified);
        assertTrue(verified.matches("(?s).*\\[✓] +rule small +af31 .*"), verified);
        assertTrue(verified.matches("(?s).*\\[✓] +rule remark +cs0 .*"), verified);
        assertTrue(verified.matches("(?s).*\\[!] +rule fw-mark .*test packets cannot match on mark.*"), verified);
        assertTrue(verified.endsWith("[0]"), verified);
    }

    @Test
    @DisplayName(
            "rules that another program deletes are missed: shown, kept in the saved copy, restored, undone exactly")
    void losses() throws IOException {
        file(
                "two.yaml",
                """
                rules:
                  Web.1: {protocol: tcp, source-port: 80, dscp: af21}
                  dns: {protocol: udp, destination-port: 53, dscp: ef}
                """);
        List<String> answers = runInLab(
                GuestSpec.GuestClock.VIRTUAL,
                """
                listed() { mqecn rank list -o json >/run/list; echo "[$?] $(jq -c '[[.rules[].name], .differences]' /run/list)"; }
                table() { nft list table inet mqecn-rank 2>&1; }
                rank add one --protocol icmp --dscp cs1 >/dev/null; rank apply -f $F/two.yaml >/dev/null; rank save >/dev/null
                saved=$(cat /var/lib/mqecn/rank/*); ping -qc 2 10.0.1.2 >/dev/null
                nft flush ruleset; listed; next
                rank save; [ "$(cat /var/lib/mqecn/rank/*)" = "$saved" ] && echo kept; next
                rank add x --protocol tcp --dscp cs1; rank del dns; rank clear; mqecn rank list | tail -1; next
                rank restore --applied; listed; table >/run/applied; next
                nft delete table inet mqecn-rank; rank add x --protocol tcp --dscp cs1 --force; listed
                rank undo; listed; rank undo; listed; rank undo; listed; next
                rank restore; listed; next
                nft flush table inet mqecn-rank; listed; rank restore --applied; next
                nft delete rule inet mqecn-rank output handle $(nft -a list table inet mqecn-rank | sed -n '/dns.*handle/s/.*handle //p' | head -1)
                nft delete rule inet mqecn-rank output handle $(nft -a list table inet mqecn-rank | sed -n '/dns.*handle/s/.*handle //p' | head -1)
                listed; rank restore --applied; next
                table >/run/older; rank del Web.1 >/dev/null; nft flush ruleset; nft -f /run/older; listed
                rank add x --protocol tcp --dscp cs1; rank restore --applied; listed; next
                mqecn rank add x --protocol icmp --dscp cs1 --dry-run >/run/script; sh -e /run/script; listed; next
                rank del --all; rank save; listed; nft flush ruleset; listed; rank undo; listed; next
                rm -r /run/mqecn; nft flush ruleset; rank save -f /var/lib/mqecn/rank/default.yaml; listed
                rank restore --applied; rank apply -f $F/two.yaml; rank save; next
                rm -r /run/mqecn; nft flush ruleset
                boot=$(tr -d - </proc/sys/kernel/random/boot_id)
                sed -n "s/%b/$boot/; s/^ExecStart[a-zA-Z]*=//p" $UNIT >/run/unit; wc -l </run/unit
                mkdir -p /run/bin; ln -s $(command -v nft) $(command -v install) $(command -v sh) /run/bin
                (PATH=/run/bin; say sh -e /run/unit); listed
                nft flush ruleset; listed; mqecn rank save 2>/dev/null || echo refused; sh -e /run/unit; listed; rank restore; next
                rank add a --protocol tcp --dscp ef -n h1 >/dev/null
                ip netns exec h1 nft flush ruleset; rank list -n h1; listed; rank undo -n h1
                ip netns del h2; ip netns add h2; rank list -n h2; rank undo -n h2; next
                """);
        String both = "[[],[\"all rules were deleted: Web.1, dns\"]]";
        String lost =
                """
                mqecn: another program changed the rules: all rules were deleted: Web.1, dns
                  'mqecn rank restore --applied' installs them again; --force continues with the rules that 'mqecn rank list' shows
                [1]
                """;
        String complete = "[0] [[\"Web.1\",\"dns\"],[]]";
        assertEquals(
                List.of(
                        "[1] " + both,
                        lost + "kept",
                        lost + lost + lost + "modified outside mqecn: all rules were deleted: Web.1, dns",
                        "2 rules installed\n[0]\n" + complete,
                        "rule x added\n[0]\n[0] [[\"x\"],[]]\n"
                                + ("last change undone\n[0]\n[1] " + both + "\n")
                                + "last change undone\n[0]\n[0] [[\"x\"],[]]\n"
                                + ("last change undone\n[0]\n[1] " + both),
                        "2 rules installed\n[0]\n" + complete,
                        "[1] " + both + "\n2 rules installed\n[0]",
                        "[1] [[\"Web.1\"],[\"rule is gone: dns\"]]\n2 rules installed\n[0]",
                        "[1] [[\"Web.1\",\"dns\"],[\"rule was added: Web.1\"]]\n"
                                + lost.replace("all rules were deleted: Web.1, dns", "rule was added: Web.1")
                                + "1 rule installed\n[0]\n[0] [[\"dns\"],[]]",
                        "[0] [[\"dns\",\"x\"],[]]",
                        """
                        all rules removed
                        [0]
                        /var/lib/mqecn/rank/default.yaml has 0 rules
                        [0]
                        [0] [[],[]]
                        [0] [[],[]]
                        last change undone
                        [0]
                        [0] [["dns","x"],[]]""",
                        """
                        mqecn: there are no rules, and none were applied since boot: /var/lib/mqecn/rank/default.yaml is unchanged
                          'mqecn rank restore' installs the saved rules; --force saves that there are none
                        [1]
                        [0] [[],[]]
                        mqecn: no rules were applied since boot
                          'mqecn rank restore' installs the saved rules
                        [1]
                        2 rules installed
                        [0]
                        /var/lib/mqecn/rank/default.yaml has 2 rules
                        [0]""",
                        "2\n[0]\n" + complete + "\n[1] " + both + "\nrefused\n" + complete
                                + "\nmqecn: nothing to change: rules already installed\n[3]",
                        """
                        no rules
                        modified outside mqecn: all rules were deleted: a
                        [1]
                        """
                                + complete + "\nlast change undone\n[0]\n"
                                + """
                        no rules
                        [0]
                        mqecn: nothing to change: no change of the rules since boot
                        [3]"""),
                answers);
    }

    @Test
    @DisplayName("under traffic, every packet meets either the old rules or the new ones")
    void atomic() throws IOException {
        file("a.yaml", "rules:\n  all: {dscp: af21}\n");
        file("b.yaml", "rules:\n  all: {dscp: ef}\n  more: {direction: forward, dscp: ef}\n");
        List<String> answers = runInLab(
                GuestSpec.GuestClock.REAL,
                """
                mqecn rank apply -f $F/b.yaml --dry-run | sed -n '/^add/,/^}/p' >/run/b
                mqecn rank apply -f $F/a.yaml --dry-run | sed -n '/^add/,/^}/p' >/run/a
                rank apply -f $F/a.yaml
                ip netns exec h1 nft 'table inet judge { chain input { type filter hook input priority 0; policy accept;
                    ip dscp af21 counter; ip dscp ef counter; ip dscp != { af21, ef } counter; }; }'
                ip netns exec h1 iperf3 -s -D; sleep 0.2
                iperf3 -c 10.0.1.2 -u -b 20m -t 4 >/run/iperf & iperf=$!
                for i in $(seq 20); do nft -f /run/b; sleep 0.03; nft -f /run/a; sleep 0.03; done
                rank apply -f $F/b.yaml
                wait $iperf; next
                judged ip netns exec h1
                """);
        List<Long> counted =
                Arrays.stream(answers.get(1).split(" ")).map(Long::parseLong).toList();
        assertTrue(counted.get(0) > 50 && counted.get(1) > 50, "both were seen: " + counted);
        assertEquals(0, counted.get(2), "packets that met no rule: " + counted);
    }
}
