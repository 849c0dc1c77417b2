// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.mqecn.doctor.CheckName;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;
import org.mqecn.monitor.GrafanaDashboard;

/** A script prints the sections that a test checks, separated by lines of three dashes. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Diagnosis and monitoring on a real kernel")
final class OperationsLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);

    /** eth1 is linked to eth0 of h1 and eth2 to eth0 of h2; packets from h2 to h1 leave through eth1. */
    private static final String PROLOGUE =
            """
            exec 2>&1
            for i in 1 2; do
                ip netns add h$i
                ip link add eth$i type veth peer name eth0 netns h$i
                ip addr add 10.0.$i.1/24 dev eth$i
                ip link set eth$i up
                ip -n h$i addr add 10.0.$i.2/24 dev eth0
                ip -n h$i link set eth0 up
                ip -n h$i link set lo up
                ip -n h$i route add default via 10.0.$i.1
            done
            sysctl -qw net.ipv4.ip_forward=1
            next() { echo ---; }
            say() { "$@" && status=0 || status=$?; echo "[$status]"; }
            """;

    @TempDir
    private Path out;

    private List<String> outputSections(String script) {
        GuestResult result = GUEST.run(GuestSpec.shell(PROLOGUE + script, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        return Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    private static void assertLine(String start, String section) {
        assertTrue(
                section.lines().anyMatch(line -> line.strip().startsWith(start)),
                "no line begins with '" + start + "' in\n" + section);
    }

    @Test
    @DisplayName("doctor names what is wrong, with its remedy, and a machine without faults passes")
    void doctor() {
        List<String> answers = outputSections(
                """
                unshare --mount sh -c 'echo 5.10.0 >/run/release; mount --bind /run/release /proc/sys/kernel/osrelease
                    mount -t tmpfs none /lib/modules; mqecn doctor; echo "[$?]"'; next
                unshare --mount sh -c 'mount -t tmpfs none /sys/kernel; mkdir /sys/kernel/security
                    echo "none [integrity] confidentiality" >/sys/kernel/security/lockdown; mqecn doctor; echo "[$?]"'; next
                unshare --mount sh -c 'mount -t tmpfs none /sys/module; mkdir /sys/module/sch_dwrr
                    echo 0.0.9 >/sys/module/sch_dwrr/version; mount --bind /dev/null $(command -v tc)
                    echo reno cubic >/run/algorithms
                    mount --bind /run/algorithms /proc/sys/net/ipv4/tcp_available_congestion_control
                    mqecn doctor; echo "[$?]"'; next
                modprobe tcp_dctcp
                sysctl -qw net.ipv4.tcp_allowed_congestion_control='reno cubic'
                mkdir -p /run/bin; real=$(command -v tc)
                printf '#!/bin/sh\\n[ "$1" != -V ] || exec echo tc utility, iproute2-5.10.0\\nexec env TC_LIB_DIR=/nowhere %s "$@"\\n' $real >/run/bin/tc; chmod +x /run/bin/tc
                (ulimit -n 1024; PATH=/run/bin:$PATH
                 say setpriv --bounding-set -net_admin --inh-caps -net_admin mqecn doctor eth1); next

                ip link add d0 numtxqueues 2 type dummy; ip link set d0 up; tc qdisc replace dev d0 root handle 9: mq
                mqecn install d0 --parent 9:1 --rate 1gbit --ecn-scheme none >/dev/null
                mqecn install eth1 --rate 10gbit --ecn-scheme per-port --port-thresh 99k --shared-buffer 98k >/dev/null
                tc qdisc add dev eth1 clsact; tc filter add dev eth1 egress matchall action ok
                ip link set eth1 gso_max_segs 100
                say mqecn doctor --rtt 1ms; next

                mqecn remove d0 >/dev/null; ip link del d0; mqecn remove eth1 >/dev/null; tc qdisc del dev eth1 clsact
                mqecn install eth1 --rate 20mbit --ecn-scheme per-queue --shared-buffer 40k >/dev/null 2>&1
                ip netns exec h1 sysctl -qw net.ipv4.tcp_ecn=0
                sysctl -qw net.ipv4.tcp_allowed_congestion_control='reno cubic dctcp'
                ip netns exec h1 iperf3 -sD >/dev/null; sleep 0.2
                ip netns exec h2 iperf3 -c 10.0.1.2 -C dctcp -t 1 >/dev/null & sleep 0.5
                say mqecn doctor eth1; next
                wait $!

                ip netns exec h1 sysctl -qw net.ipv4.tcp_ecn=1; ip netns exec h2 sysctl -qw net.ipv4.tcp_ecn=1
                sysctl -qw net.ipv4.tcp_ecn=1
                ip netns exec h1 ethtool -K eth0 tso off gso off; ip netns exec h2 ethtool -K eth0 tso off gso off
                ethtool -K eth2 gro off
                mqecn set eth1 shared-buffer 400k >/dev/null; mqecn clear eth1 >/dev/null; ulimit -n 65536
                ip netns exec h2 iperf3 -c 10.0.1.2 -C dctcp -n 500K >/dev/null
                say mqecn doctor eth1 --rtt 10ms; next

                mqecn set eth1 rate 1gbit >/dev/null; mqecn clear eth1 >/dev/null
                ip netns exec h2 fping -q -O 2 -c 1100 -p 1 10.0.1.2 >/dev/null 2>&1
                say mqecn doctor eth1; say mqecn doctor eth1 -o json; next
                say mqecn doctor eth9; next
                cd /run; say mqecn report-bug; unzip -l mqecn-report.zip | tail -n 1
                unzip -p mqecn-report.zip | grep -c -E '([0-9a-f]{2}:){5}[0-9a-f]{2}|10[.]0[.][12]|$(hostname)'
                unzip -p mqecn-report.zip | grep -E -m 1 'qdisc dwrr 1: dev eth1'; say mqecn report-bug; next
                """);
        String old = answers.get(0);
        assertLine("! kernel: Linux 5.10.0 is older than 6.1, the oldest kernel that is tested", old);
        assertLine("✗ headers: the kernel's headers are missing", old);
        assertLine("✗ module: sch_dwrr cannot be loaded: ", old);
        assertTrue(old.endsWith("[1]"), old);
        String unsigned = answers.get(1);
        assertLine("✗ module: sch_dwrr cannot be loaded: this kernel loads signed modules only", unsigned);
        assertLine("→ sign it with a key that this machine trusts: ", unsigned);

        String foreign = answers.get(2);
        assertLine("! module: the loaded module sch_dwrr has the version 0.0.9, mqecn 0.1.0", foreign);
        assertLine("→ remove all ports, then 'mqecn module unload' and 'mqecn module load'", foreign);
        assertLine("✗ iproute2: iproute2 is missing", foreign);
        assertLine("✗ tc plugin: tc ", foreign);
        assertLine("! congestion control: TCP uses cubic, and dctcp is not loaded", foreign);
        assertLine("→ 'modprobe tcp_dctcp'", foreign);
        String bare = answers.get(3);
        assertLine("! iproute2: iproute2 5.10 is older than 6.1", bare);
        assertLine("✓ kernel: Linux 6.", bare);
        assertLine("✓ module: sch_dwrr is not loaded, and can be", bare);
        assertLine("✗ tc plugin: tc has no plugin for dwrr", bare);
        assertLine("→ run 'make' in the checkout, or 'make install'", bare);
        assertLine("! privileges: this process cannot change the network", bare);
        assertLine("! open files: a process may have 1024 open files", bare);
        assertLine("! tcp_ecn: TCP accepts ECN and does not ask for it (tcp_ecn = 2)", bare);
        assertLine("! congestion control: TCP uses cubic; only root in the initial namespace may select dctcp", bare);
        assertLine("✗ qdisc: no port: noqueue 0: is at the root", bare);
        assertLine("→ 'mqecn install eth1 --rate RATE'", bare);
        assertTrue(bare.endsWith("[1]"), bare);

        String hidden = answers.get(4);
        assertLine("! qdisc: the port is below mq 9: (parent 9:1)", hidden);
        assertLine("! ECN: ecn-scheme is none: the port marks nothing", hidden);
        assertLine("✗ rate: the port's rate 10 Gbit/s is not below the device's 10 Gbit/s", hidden);
        assertLine("→ 'mqecn set eth1 rate 9950mbit'", hidden);
        assertLine("! filters: clsact filters packets before the port, and may hide them from it: filter", hidden);
        assertLine("! offloads: GSO packets of up to 64 KB reach the port", hidden);
        assertLine("! threshold: port-thresh is 0.", hidden);
        assertLine("→ 'mqecn set eth1 port-thresh ", hidden);
        assertLine("! settings: port-thresh (101376 bytes) is not below shared-buffer", hidden);

        String fallback = answers.get(5);
        assertLine("namespace h1", fallback);
        assertLine("! tcp_ecn: TCP never negotiates ECN (tcp_ecn = 0)", fallback);
        assertLine("→ 'ip netns exec h1 sysctl -w net.ipv4.tcp_ecn=1'", fallback);
        assertLine("✗ dctcp: ", fallback);
        assertLine("→ on 10.0.1.2: 'sysctl -w net.ipv4.tcp_ecn=1'", fallback);
        assertLine("✗ ECN: 0.0 % of ", fallback);
        assertLine("! senders: the sender eth0 in h2 sends GSO packets", fallback);
        assertLine("! limits: ", fallback);
        assertLine("→ 'mqecn set eth1 shared-buffer 81920'", fallback);

        String good = answers.get(6);
        assertTrue(good.endsWith("no problem found\n[0]"), good);

        String elsewhere = answers.get(7);
        assertTrue(
                elsewhere.contains("the port held at most") && elsewhere.contains("the bottleneck is elsewhere"),
                elsewhere);
        assertTrue(elsewhere.contains("\"severity\": \"warning\""), elsewhere);
        assertTrue(elsewhere.endsWith("]\n[0]"), elsewhere);
        assertEveryCheck(answers);
        assertTrue(answers.get(8).startsWith("mqecn: there is no device 'eth9'"), answers.get(8));
        assertTrue(answers.get(8).endsWith("[1]"), answers.get(8));

        String report = answers.get(9);
        assertLine("doctor.txt", report);
        assertLine("written to mqecn-report.zip", report);
        assertLine("0", report);
        assertLine("qdisc dwrr 1: dev eth1", report);
        assertTrue(report.contains(" 9 files\n") && report.contains("mqecn: mqecn-report.zip exists"), report);
        assertTrue(report.endsWith("[1]"), report);
    }

    /** Each check has said that something is wrong, with a remedy, and that all is well. */
    private static void assertEveryCheck(List<String> answers) {
        String all = String.join("\n", answers);
        for (CheckName check : CheckName.values()) {
            assertTrue(all.contains("✓ " + check.label() + ": "), "it was never good: " + check.label());
            assertTrue(
                    Pattern.compile("[!✗] " + check.label() + ": [^\n]*\n\s*→ \\S")
                            .matcher(all)
                            .find(),
                    "it was never bad, or had no remedy: " + check.label());
        }
    }

    @Test
    @DisplayName("Prometheus scrapes the exporter while ports come and go")
    void prometheus() {
        List<String> answers = outputSections(
                """
                ip link set lo up; ip link add d1 type dummy; ip link set d1 up
                mqecn stats -o prometheus; next
                say mqecn stats eth1 -o prometheus; next
                mqecn exporter & sleep 0.1; say mqecn exporter; next
                mqecn install d1 --rate 995mbit --ecn-scheme mq-ecn >/dev/null 2>&1
                mqecn install eth1 --qdisc eiffel >/dev/null 2>&1
                mqecn stats -o prometheus | say promtool check metrics; next
                cat >/run/rules.yml <<'EOF'
                @RULES@
                EOF
                cat >/run/prometheus.yml <<EOF
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [/run/rules.yml]
                scrape_configs: [{job_name: mqecn, static_configs: [{targets: ['localhost:9876']}]}]
                EOF
                prometheus --config.file=/run/prometheus.yml --storage.tsdb.path=/run/prometheus \\
                    --web.listen-address=127.0.0.1:9090 >/run/prometheus.log 2>&1 &
                promtool check rules /run/rules.yml
                query() { promtool query instant http://127.0.0.1:9090 "$1" 2>/dev/null; }
                for i in $(seq 60); do query mqecn_port_info | grep -q d1 && break; sleep 0.5; done
                query mqecn_port_info; query 'mqecn_queue_sent_packets_total{queue="0"}'; next
                mqecn install eth2 --rate 1gbit --ecn-scheme tcn >/dev/null 2>&1; sleep 7
                query 'count by (__name__) ({__name__=~"panel:.*"})'; mqecn remove eth2 >/dev/null; next
                mqecn remove d1 >/dev/null; mqecn remove eth1 >/dev/null; sleep 3
                query up; query mqecn_port_info; next
                mqecn install d1 --rate 100mbit >/dev/null 2>&1; sleep 3; query mqecn_port_rate_bytes_per_second; next

                export TERM=xterm NO_COLOR=1
                keys() { sleep 1; for key in "$@"; do printf "$key"; sleep 0.5; done; }
                keys s / e t '\\r' / '\\177' '\\177' d '\\r' p q | script -qec \\
                    'stty cols 100 rows 9; mqecn top --interval 200ms; stty -a | grep -wo -e "-\\?echo" -e "-\\?icanon"' /dev/null; next
                keys '\\3' | script -qec 'say() { "$@"; echo "[$?]"; }; say mqecn top
                    stty -a | grep -wo -e "-\\?echo"' /dev/null | tail -n 2; next
                say mqecn top </dev/null | cat; next

                script -qec '(sleep 2; kill $(cat /run/pid)) & sh -c "echo \\$\\$ >/run/pid; exec mqecn top"; echo "[$?]"
                    stty -a | grep -wo -e "-\\?echo" -e "-\\?icanon"' /dev/null; next
                get() {
                    exec 3<>/dev/tcp/$1; printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n%s\r\n' "$2" "$3" >&3
                    timeout ${4:-5} cat <&3; exec 3>&-
                }
                mqecn serve & sleep 1; say mqecn serve; next
                (sleep 2; mqecn install eth2 --rate 50mbit >/dev/null 2>&1; mqecn remove d1 >/dev/null) &
                get 127.0.0.1/9877 /events '' 6 | cut -c 1-2000; wait $!; next
                echo correct-horse-battery >/run/token; say mqecn serve --listen 10.0.1.1:9878 --token-file /run/token
                chmod 600 /run/token; mqecn serve --listen 10.0.1.1:9878 --token-file /run/token & sleep 1
                get 10.0.1.1/9878 / | head -n 1
                get 10.0.1.1/9878 / $'Authorization: Bearer wrong\r\n' | grep -oE '^HTTP.*|<h1>.*</h1>'
                get 10.0.1.1/9878 / $'Authorization: Bearer correct-horse-battery\r\n' | grep -oE '^HTTP.*|<h1>.*</h1>'; next
                mqecn serve --listen :9879 >/run/address & sleep 1; cat /run/address
                token=$(sed 's/.*token=//' /run/address); get 10.0.1.1/9879 "/?token=$token" | head -n 1; next
                """
                        .replace("@RULES@", panelRules()));
        assertTrue(answers.get(0).startsWith("# HELP mqecn_build_info"), answers.get(0));
        assertTrue(answers.get(1).endsWith("'mqecn install eth1 --rate RATE' installs one\n[1]"), answers.get(1));
        assertTrue(
                answers.get(2).contains("mqecn: cannot listen on 127.0.0.1:9876: Address already in use"),
                answers.get(2));
        assertTrue(answers.get(2).endsWith("[1]"), answers.get(2));
        assertEquals("[0]", answers.get(3));
        assertTrue(answers.get(4).contains("device=\"d1\", ecn_scheme=\"mq-ecn\""), answers.get(4));
        assertTrue(answers.get(4).contains("kind=\"eiffel\""), answers.get(4));
        assertTrue(answers.get(4).contains("job=\"mqecn\", queue=\"0\"} => 1"), answers.get(4));
        for (int i = 0; i < GrafanaDashboard.read().expressions().size(); i++) {
            assertTrue(
                    answers.get(5).contains("panel:" + i + " => "),
                    GrafanaDashboard.read().expressions().get(i) + " has no value in\n" + answers.get(5));
        }
        assertEquals(1, answers.get(6).lines().count(), "it is up, and there is no port: " + answers.get(6));
        assertTrue(answers.get(6).startsWith("up{") && answers.get(6).contains(" => 1 @"), answers.get(6));
        assertTrue(answers.get(7).contains("} => 12500000 @"), answers.get(7));
        assertTop(answers.get(8));
        assertTrue(answers.get(9).endsWith("[0]\r\necho"), "Ctrl-C restores the terminal: " + answers.get(9));
        assertTrue(answers.get(10).startsWith("mqecn: top needs a terminal"), answers.get(10));
        assertTrue(answers.get(11).contains("\u001b[?1049l"), "SIGTERM leaves the screen: " + answers.get(11));
        assertTrue(
                answers.get(11).endsWith("[143]\r\nicanon\r\necho"),
                "SIGTERM restores the terminal: " + answers.get(11));
        assertServe(answers.subList(12, answers.size()));
    }

    /** Prometheus evaluates the expressions of the dashboard's panels as rules. */
    private static String panelRules() {
        List<String> expressions = GrafanaDashboard.read().expressions();
        return IntStream.range(0, expressions.size())
                .mapToObj(i -> "  - record: panel:" + i + "\n    expr: '" + expressions.get(i) + "'\n")
                .collect(Collectors.joining("", "groups:\n- name: panels\n  rules:\n", ""));
    }

    private static void assertServe(List<String> answers) {
        assertLine("serving http://127.0.0.1:9877/", answers.get(0));
        assertLine("mqecn: cannot listen on 127.0.0.1:9877: Address already in use", answers.get(0));
        assertTrue(answers.get(0).endsWith("[1]"), answers.get(0));

        List<String> samples = answers.get(1)
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .toList();
        assertTrue(samples.size() >= 5, "a sample each second: " + answers.get(1));
        assertTrue(
                samples.get(0).contains("\"heading\":\"d1  dwrr 1: root  rate 100mbit  ecn-scheme per-queue"),
                samples.get(0));
        String last = samples.get(samples.size() - 1);
        assertTrue(last.contains("eth2  dwrr") && !last.contains("d1  dwrr"), "ports come and go: " + last);

        assertLine("mqecn: others may read the token in /run/token", answers.get(2));
        assertTrue(
                answers.get(2)
                        .endsWith("HTTP/1.1 401 Unauthorized\r\nHTTP/1.1 401 Unauthorized\r\n<h1>wrong token</h1>\n"
                                + "HTTP/1.1 200 OK\r\n<h1>Ports of (none)</h1>"),
                answers.get(2));

        assertLine("serving http://", answers.get(3));
        assertLine("HTTP/1.1 303 See Other", answers.get(3));
    }

    /** Each frame begins at the top left of the screen. */
    private static void assertTop(String output) {
        List<String> frames = List.of(output.split("\u001b\\[H"));
        for (String part : List.of(
                "sorted by port",
                "sorted by rate Mbit/s",
                "sorted by rate Mbit/s  filter: et_",
                "sorted by rate Mbit/s  filter: et\u001b",
                "no queue matches",
                "sorted by rate Mbit/s  filter: d\u001b",
                "sorted by rate Mbit/s  filter: d  PAUSED",
                "d1    0 ",
                "… 5 more queues",
                "q quit  p pause")) {
            assertTrue(frames.stream().anyMatch(frame -> frame.contains(part)), part + " in " + output);
        }
        assertTrue(output.contains("\u001b[?25h\u001b[?1049l"), "the screen is left: " + output);
        assertTrue(
                output.endsWith("icanon\r\necho") || output.endsWith("echo\r\nicanon"),
                "the terminal is restored: " + output);
    }
}
