// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EiffelCounter;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.ParameterRelations;
import org.mqecn.port.SchemeCounter;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.SchemeSetting;
import org.mqecn.port.SchemeUnit;

/**
 * Compares the effect of verbs with the output of tc, ip, ethtool and sysctl. A script prints the sections that a test
 * checks, separated by lines of three dashes.
 */
@Tag("lab")
@Order(Integer.MAX_VALUE)
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The verbs on a real kernel")
final class VerbsLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
    private static final ObjectMapper JSON = new ObjectMapper();

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
                ip -n h$i route add default via 10.0.$i.1
            done
            sysctl -qw net.ipv4.ip_forward=1
            next() { echo ---; }
            say() { "$@" && status=0 || status=$?; echo "[$status]"; }
            quiet() { say "$@" 2>&1 | tail -n 1; }
            device() { ip -d link show $1 | grep -o 'gso_max_segs [0-9]*'; ethtool -k $1; tc qdisc show dev $1; }
            memory() { find /run/mqecn -type f; }
            fake() { mkdir -p /run/bin; printf '#!/bin/sh\\n%s\\n' "$2" >/run/bin/$1; chmod +x /run/bin/$1; }
            """;

    @TempDir
    private Path out;

    /** Runs a script in a new guest and returns its output sections. */
    private List<String> outputSections(String script) {
        GuestResult result = GUEST.run(GuestSpec.shell(PROLOGUE + script, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        return Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    /** What remove says of a scheme that was set for all ports to come. */
    private static String forgotten(String scheme) {
        return "mqecn: warning: with its last port the module was unloaded, and with it the defaults for new ports: "
                + "ecn-scheme " + scheme + "\n";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Nothing in mqecn names ecn-sharp: all follows from what its source declares. */
    @Test
    void schemesWithModulesAreOrdinarySettings() {
        List<String> sections = outputSections(
                """
                mqecn install eth1 --rate 10mbit --scheme ecn-sharp --pst-target 1ms --ins-target 2ms >/dev/null 2>&1
                next; mqecn get eth1 pst-target; mqecn get eth1 -o json
                next; say mqecn set eth1 ins-target 3ms; say mqecn set eth1 ins-target 3ms
                tc qdisc show dev eth1 | grep -o 'ecn-scheme.*'
                next; say mqecn set eth1 ins-target 0us
                next; say mqecn set eth1 ins-target 2s
                next; say mqecn set eth1 ecn-scheme tcn ins-target 1us
                next; say mqecn set ecn-scheme ecn-sharp
                next; mqecn save >/dev/null; mqecn set eth1 ecn-scheme tcn; mqecn apply; mqecn get eth1 ins-target
                next; ip netns exec h2 ping -q -Q 2 -c 40 -i 0.002 -s 1400 10.0.1.2 >/dev/null; mqecn stats eth1
                next; mqecn stats -o json
                next; mqecn scheme show ecn-sharp -o json
                next; mqecn scheme list; mqecn scheme show red
                next; say mqecn scheme show no-such-scheme
                next; mqecn remove eth1 >/dev/null; say mqecn set eth9 --dry-run ins-target 1ms
                """);
        assertEquals("", sections.get(0));
        assertTrue(sections.get(1).startsWith("1ms\n"), sections.get(1));
        assertTrue(sections.get(1).contains("\"ins_target_ns\": 2000000"), sections.get(1));
        assertTrue(sections.get(2).startsWith("eth1: ecn-scheme ecn-sharp ins-target 3ms\n[0]\n"), sections.get(2));
        assertTrue(
                sections.get(2).endsWith("ecn-scheme ecn-sharp ins-target 3ms pst-target 1ms pst-interval 200us"),
                sections.get(2));
        assertTrue(sections.get(3).contains("out of range") && sections.get(3).endsWith("[2]"), sections.get(3));
        assertTrue(sections.get(4).contains("out of range") && sections.get(4).endsWith("[2]"), sections.get(4));
        assertTrue(
                sections.get(5).contains("ins-target is a parameter of ecn-sharp, and the ecn-scheme is tcn")
                        && sections.get(5).endsWith("[2]"),
                sections.get(5));
        assertTrue(
                sections.get(6).contains("the sysctl knows only the schemes of dwrr itself")
                        && sections.get(6).endsWith("[2]"),
                sections.get(6));
        assertTrue(sections.get(7).endsWith("3ms"), sections.get(7));
        assertTrue(sections.get(8).contains("ins-marks") && sections.get(8).contains("pst-marks"), sections.get(8));
        assertTrue(sections.get(9).contains("\"pst_marks\": "), sections.get(9));
        assertEquals(ModuleSchemes.find("ecn-sharp").orElseThrow(), scheme(json(sections.get(10))));
        assertTrue(sections.get(11).matches("(?s).*ecn-sharp +yes .*"), sections.get(11));
        assertTrue(sections.get(11).contains("IEEE/ACM ToN 1993"), sections.get(11));
        assertTrue(
                sections.get(12).contains("no such scheme") && sections.get(12).endsWith("[1]"), sections.get(12));
        assertTrue(
                sections.get(13)
                        .contains("tc qdisc change dev eth9 root handle 1: dwrr ecn-scheme ecn-sharp ins-target 1ms"),
                sections.get(13));
    }

    /** A scheme as the kernel describes it. */
    private static DwrrScheme scheme(JsonNode json) {
        String name = json.get("scheme").asText();
        List<SchemeSetting> settings = new ArrayList<>();
        json.get("parameters")
                .forEach(each -> settings.add(SchemeSetting.of(
                        name,
                        each.get("parameter").asText(),
                        each.get("description").asText().replace(" (" + name + ")", ""),
                        each.get("unit").asText().equals("ns") ? SchemeUnit.NS : SchemeUnit.NUMBER,
                        each.get("per_queue").asBoolean(),
                        each.get("min").asLong(),
                        each.get("max").asLong(),
                        each.get("default").asLong(),
                        new ParameterRelations(
                                each.get("at_least").asText(),
                                each.get("only_with").asText(),
                                each.get("threshold").asBoolean()))));
        List<SchemeCounter> counters = new ArrayList<>();
        json.get("statistics")
                .forEach(each ->
                        counters.add(SchemeCounter.of(name, each.asText().replace('_', '-'), SchemeUnit.NUMBER)));
        return new DwrrScheme(
                name,
                DwrrSetting.BUFFER_MODE.key().equals(json.get("setting").asText())
                        ? SchemeRole.BUFFERING
                        : SchemeRole.MARKING,
                json.get("description").asText(),
                json.get("paper").asText(),
                settings,
                counters);
    }

    @Test
    @DisplayName("install, set, stats and remove")
    void installSetStatsRemove() {
        List<String> answers = outputSections(
                """
                ip link add eth3 type veth peer name eth4
                ip link set eth3 up; ip link set eth4 up
                sysctl -qw net.ipv4.conf.eth3.forwarding=0 net.ipv6.conf.eth3.forwarding=0
                ethtool -K eth2 gro on; ethtool -K eth3 gro on
                device eth1; next
                say mqecn install eth1 --rate 995mbit; next
                tc -j qdisc show dev eth1; next
                say mqecn set ecn-scheme mq-ecn; next
                sysctl -n dwrr.ecn_scheme; tc qdisc show dev eth1 | grep -o 'ecn-scheme [^ ]*'; next
                say mqecn set ecn-scheme mq-ecn; next
                ip netns exec h2 ping -qc 5 -i 0.01 10.0.1.2 >/dev/null
                mqecn stats -o json; next
                tc -s -j qdisc show dev eth1; next
                mqecn stats; next
                say mqecn remove eth1; next
                device eth1; next
                memory; lsmod | grep dwrr; next
                """);
        assertTrue(answers.get(1).contains("\neth1 configured as a port: dwrr 1: rate 995mbit"), answers.get(1));
        assertTrue(answers.get(1).endsWith("[0]"), answers.get(1));
        assertTrue(answers.get(1).contains("the sender eth0 in h2 sends GSO packets"), answers.get(1));
        assertTrue(
                answers.get(1).contains("eth2 coalesces received packets (GRO): 'ethtool -K eth2 gro off' stops it"),
                answers.get(1));
        assertFalse(answers.get(1).contains("eth3"), "no packet of eth3 leaves through the port: " + answers.get(1));
        assertEquals("dwrr", json(answers.get(2)).get(0).get("kind").asText());
        assertEquals("every port: ecn-scheme mq-ecn\n[0]", answers.get(3));
        assertEquals("3\necn-scheme mq-ecn", answers.get(4));
        assertEquals("mqecn: nothing to change: every port already has these values\n[3]", answers.get(5));
        JsonNode port = json(answers.get(6)).get(0);
        JsonNode tc = json(answers.get(7)).get(0);
        assertEquals(tc.get("packets").asLong(), port.get("sent_packets").asLong());
        assertTrue(port.get("sent_packets").asLong() >= 5, answers.get(6));
        assertEquals(8, port.get("queues").size());
        assertTrue(answers.get(8).lines().anyMatch(line -> line.startsWith("queue  packets  bytes")), answers.get(8));
        assertEquals(forgotten("mq-ecn") + "eth1: port removed\n[0]", answers.get(9));
        assertEquals(answers.get(0), answers.get(10), "the device is restored");
        assertEquals(11, answers.size(), "no state is left, the module is unloaded: " + answers);
    }

    @Test
    @DisplayName("a queue takes several code points, a default queue the rest; PCPs can choose the queue")
    void codePoints() {
        List<String> answers = outputSections(
                """
                say mqecn install eth1 --rate 1gbit --queues 4 --dscp all:none 1:EF,va,44 2:af41-af43 \\
                    --prio all:1 0:0; next
                mqecn get eth1 dscp; mqecn get eth1 default-queue; mqecn get eth1 trust; next
                mqecn get eth1 -o json; next
                say mqecn set eth1 default-queue 3 dscp 3:cs6,ef; mqecn get eth1 dscp; next
                say mqecn set eth1 dscp 3:46,0x30 default-queue 3; next
                say mqecn set eth1 dscp 0:1 1:0-2; say mqecn set eth1 default-queue 4; next
                say mqecn set dscp 1:ef,va; next
                say mqecn set dscp 1:46; mqecn get eth1 dscp; next
                say mqecn set eth1 trust pcp pcp all:none 1:5 2:3-4; mqecn get eth1 pcp; next
                mqecn rank verify eth1; next
                say mqecn set dscp 3:46; sysctl -n dwrr.queue_dscp_3; mqecn get eth1 dscp; next
                """);
        String warning = "packets without a mapped DSCP go to queue 0, which has the highest priority: "
                + "default-queue chooses another";
        assertEquals(
                1, answers.get(0).lines().filter(line -> line.contains(warning)).count(), answers.get(0));
        assertFalse(answers.get(0).contains("without a mapped code point"), "the kernel's warning is merged");
        assertEquals("0:none 1:44,46 2:34-38 3:none\n0\ndscp", answers.get(1));
        JsonNode port = json(answers.get(2)).get(0);
        assertEquals(
                "[[], [44,46], [34,35,36,37,38], []]", port.findValues("dscp").toString());
        assertEquals(0, port.get("default_queue").asInt());
        assertEquals(
                "eth1: default-queue 3 dscp 3:46,48\n[0]\n0:none 1:44 2:34-38 3:46,48",
                answers.get(3),
                "no warning, and queue 1 loses EF");
        assertEquals("mqecn: nothing to change: eth1 already has these values\n[3]", answers.get(4));
        assertEquals(
                "mqecn: dscp 1:0-2: a code point belongs to one queue, and more than one gets 1\n"
                        + "  give it to one queue; 'default-queue QUEUE' gets the code points of no queue\n[2]\n"
                        + "mqecn: default-queue 4: there is no queue 4\n  the port has 4 queues: 0 to 3\n[2]",
                answers.get(5));
        assertEquals(
                "mqecn: dscp 44,46: a sysctl gives each queue exactly one code point\n"
                        + "  name the device: mqecn set DEV dscp QUEUE:ef,af41-af43\n[2]",
                answers.get(6));
        assertEquals("every port: dscp 1:46\n[0]\n0:0 1:46 2:2 3:3", answers.get(7));
        assertEquals("eth1: trust pcp pcp all:none 1:5 2:3-4\n[0]\n0:none 1:5 2:3-4 3:none", answers.get(8));
        for (String line : List.of("PCP 3 ", "PCP 4 ", "PCP 5 ", "PCP 7 ", "the other 64 ")) {
            assertTrue(
                    answers.get(9).lines().anyMatch(each -> each.contains("[✓]") && each.contains(line)),
                    line + answers.get(9));
        }
        assertTrue(answers.get(10).contains("[1]") && answers.get(10).endsWith("3\n0:0 1:46 2:2 3:3"), answers.get(10));
    }

    @Test
    @DisplayName("all settings are applied and read back; other queues keep theirs")
    void everyValue() {
        List<String> answers = outputSections(
                """
                quiet mqecn install eth1 --rate 10gbit --queues 3 --scheme per-queue --port-thresh 65k \\
                    --queue-thresh 0:32k 2:16k --shared-buffer 1m --buffer-mode static --queue-buffer all:500k \\
                    --quantum 1:3076 all:1600 --dscp 0:10 1:20 --scheduler wrr --mark-at dequeue --round-alpha 500 \\
                    --idle-interval 1200ns --bucket 5us; next
                mqecn get eth1 -o json; next
                say mqecn set eth1 queue-thresh 1:20k rate 5gbit; next
                mqecn get eth1 queue-thresh; mqecn get eth1 rate; next
                say mqecn set eth1 queue-thresh 3:20k; next
                say mqecn set quantum 1:2000; next
                tc -d -j qdisc show dev eth1; next
                say mqecn set eth1 ecn-scheme mq-ecn; next
                say mqecn set scheduler wfq; next
                say mqecn set eth1 scheduler wfq; next
                say mqecn set scheduler wfq ecn-scheme tcn; next
                say mqecn set ecn-scheme mq-ecn scheduler dwrr; next
                """);
        JsonNode port = json(answers.get(1)).get(0);
        assertEquals(10_000_000_000L, port.get("rate_bits_per_second").asLong());
        assertEquals("per-queue", port.get("ecn_scheme").asText());
        assertEquals(66_560, port.get("port_thresh_bytes").asLong());
        assertEquals("dequeue", port.get("mark_at").asText());
        assertEquals("wrr", port.get("scheduler").asText());
        assertEquals("static", port.get("buffer_mode").asText());
        assertEquals(1200, port.get("idle_interval_ns").asLong());
        assertEquals(5000, port.get("bucket_ns").asLong());
        assertEquals(500, port.get("round_alpha").asLong());
        assertEquals(
                "[1600, 3076, 1600]", port.findValuesAsText("quantum_bytes").toString());
        assertEquals("[[10], [20], [2]]", port.findValues("dscp").toString());
        assertEquals(
                "[512000, 512000, 512000]",
                port.findValuesAsText("queue_buffer_bytes").toString());
        assertEquals("0:32768 1:20480 2:16384\n5gbit", answers.get(3));
        assertEquals(
                "mqecn: queue-thresh 3:20480: there is no queue 3\n  the port has 3 queues: 0 to 2\n[2]",
                answers.get(4));
        assertEquals("every port: quantum 1:2000\n[0]", answers.get(5));
        assertTrue(answers.get(6).contains("2000"), answers.get(6));
        String contradiction = "ecn-scheme mq-ecn needs rounds, and scheduler wfq has none\n"
                + "  use scheduler dwrr or wrr, or another ecn-scheme, for example tcn\n[2]";
        assertEquals("eth1: ecn-scheme mq-ecn\n[0]", answers.get(7));
        assertEquals("mqecn: eth1: " + contradiction, answers.get(8));
        assertEquals("mqecn: " + contradiction, answers.get(9));
        assertEquals("every port: scheduler wfq ecn-scheme tcn\n[0]", answers.get(10));
        assertEquals("every port: ecn-scheme mq-ecn scheduler dwrr\n[0]", answers.get(11));
    }

    @Test
    @DisplayName("the commands of a dry run have the same effect in a shell")
    void dryRunPasted() {
        List<String> answers = outputSections(
                """
                quiet mqecn install eth1 --rate 995mbit --quantum 1:3076 >/dev/null
                device eth1; next
                mqecn remove eth1 >/dev/null
                mqecn install eth1 --rate 995mbit --quantum 1:3076 --dry-run >/run/plan
                memory; lsmod | grep dwrr
                sh -ex /run/plan >/dev/null 2>&1; next
                device eth1; next
                mqecn set eth1 rate 5mbit quantum 0:2000 --dry-run | sh -e
                mqecn get eth1 rate; mqecn get eth1 quantum; next
                mqecn remove eth1 --dry-run | sh -e; tc qdisc show dev eth1; next
                """);
        assertEquals("", answers.get(1), "a dry run changes nothing");
        assertEquals(answers.get(0), answers.get(2));
        assertEquals("5mbit\n0:2000 1:3076 2:1538 3:1538 4:1538 5:1538 6:1538 7:1538", answers.get(3));
        assertEquals("qdisc noqueue 0: root refcnt 2", answers.get(4));
    }

    @Test
    @DisplayName("a plan that fails half-way is rolled back")
    void undo() {
        List<String> answers = outputSections(
                """
                device eth1; next
                fake tc 'echo "Error: out of luck." >&2; exit 2'
                say env PATH=/run/bin:$PATH mqecn install eth1 --rate 995mbit
                device eth1; memory; lsmod | grep dwrr; next
                fake tc 'exec /usr/sbin/tc $(echo "$@" | sed s/995mbit/900mbit/)'
                say env PATH=/run/bin:$PATH mqecn install eth1 --rate 995mbit
                device eth1; memory; lsmod | grep dwrr; next
                """);
        assertTrue(
                answers.get(1)
                        .startsWith("mqecn: 'tc qdisc add dev eth1 root handle 1: dwrr rate 995mbit' failed: "
                                + "out of luck; changes were rolled back"),
                answers.get(1));
        assertTrue(answers.get(1).endsWith("[1]\n" + answers.get(0)), answers.get(1));
        assertTrue(
                answers.get(2)
                        .startsWith("mqecn: kernel state differs from the request: rate 995mbit: the kernel has "
                                + "900mbit"),
                answers.get(2));
        assertTrue(answers.get(2).endsWith("[1]\n" + answers.get(0)), answers.get(2));
    }

    @Test
    @DisplayName("remove cleans up after a killed install")
    void interrupted() {
        List<String> answers = outputSections(
                """
                device eth1; next
                fake tc 'kill -9 $PPID'
                say env PATH=/run/bin:$PATH mqecn install eth1 --rate 995mbit 2>/dev/null; next
                ip -d link show eth1 | grep -o 'gso_max_segs [0-9]*'; next
                say mqecn remove eth1; device eth1; memory; lsmod | grep dwrr; next
                say env PATH=/run/bin:$PATH mqecn install eth1 --qdisc eiffel 2>/dev/null
                say mqecn remove eth1; device eth1; memory; lsmod | grep eiffel; next
                fake modprobe '/sbin/modprobe "$@"; kill -9 $PPID'
                env PATH=/run/bin:$PATH mqecn testbed up -f mq-ecn 2>/run/errors
                $(tail -1 /run/errors | cut -d "'" -f 2); next
                """);
        assertEquals("gso_max_segs 1", answers.get(2));
        assertEquals("eth1: port removed\n[0]\n" + answers.get(0), answers.get(3));
        assertEquals(
                "[137]\neth1: port removed\n[0]\n" + answers.get(0),
                answers.get(4),
                "eiffel leaves nothing but its module");
        assertEquals("mq-ecn is down: 1 resources removed", answers.get(5), "as the remedy said");
    }

    @Test
    @DisplayName("other qdiscs are kept unless --replace is given")
    void otherQdiscs() {
        List<String> answers = outputSections(
                """
                tc qdisc add dev eth1 root handle 1: pfifo limit 7
                device eth1; next
                say mqecn install eth1 --rate 995mbit; device eth1; next
                say mqecn remove eth1; device eth1; next
                quiet mqecn install eth1 --rate 995mbit --replace; tc qdisc show dev eth1 | cut -d ' ' -f 2,3; next
                say mqecn install eth1 --rate 100mbit; next
                say mqecn install eth1 --rate 995mbit; next
                tc qdisc add dev eth2 root handle 1: prio
                quiet mqecn install eth2 --rate 995mbit --parent 1:2; tc qdisc show dev eth2 | cut -d ' ' -f 2-5; next
                say mqecn remove eth2; tc qdisc show dev eth2 | cut -d ' ' -f 2-4; next
                """);
        String before = answers.get(0);
        assertEquals(
                "mqecn: another qdisc is in the way on eth1: pfifo 1: at root\n"
                        + "  --replace replaces it with the port\n[1]\n" + before,
                answers.get(1));
        assertEquals(
                "mqecn: nothing to change: eth1 is not a port; pfifo 1: does not belong to mqecn and was left alone\n[3]\n"
                        + before,
                answers.get(2));
        assertEquals("[0]\ndwrr 2:", answers.get(3));
        assertTrue(
                answers.get(4).startsWith("mqecn: another qdisc is in the way on eth1: dwrr 2: at root"),
                answers.get(4));
        assertEquals("mqecn: nothing to change: eth1 is already configured as requested\n[3]", answers.get(5));
        assertEquals("[0]\nprio 1: root refcnt\ndwrr 2: parent 1:2", answers.get(6));
        assertEquals("eth2: port removed\n[0]\nprio 1: root", answers.get(7));
    }

    @Test
    @DisplayName(
            "a qdisc that install replaces comes back with its options, also if install fails; a loss is announced")
    void putsBackAnEarlierQdisc() {
        List<String> answers = outputSections(
                """
                before() { tc -d qdisc show dev $1 root >/run/before.$1; }
                compare() { tc -d qdisc show dev $1 root | diff /run/before.$1 - && echo same; }
                tc qdisc add dev eth1 root handle 5: fq_codel limit 77 target 3ms noecn; before eth1
                quiet mqecn install eth1 --rate 995mbit --replace
                quiet mqecn install eth1 --qdisc eiffel --replace
                say mqecn remove eth1; compare eth1; next
                echo ports: >/run/ports.yaml; echo ports: >/run/none.yaml
                for qdisc in 'fq limit 500 maxrate 7mbit nopacing' 'codel limit 50 target 2ms' 'pfifo limit 7' 'bfifo limit 7000'; do
                    device=${qdisc%% *}
                    ip link add $device type dummy; ip link set $device up
                    tc qdisc add dev $device root handle 5: $qdisc; before $device
                    echo "  $device: {qdisc: {dwrr: {rate: 995mbit}}}" >>/run/ports.yaml
                    echo "  $device: {qdisc: kernel-default}" >>/run/none.yaml
                done
                quiet mqecn apply -f /run/ports.yaml --replace; tc qdisc show | grep -c dwrr
                quiet mqecn apply -f /run/none.yaml; for device in fq codel pfifo bfifo; do compare $device; done; next
                fake tc '/usr/sbin/tc "$@"; case "$*" in *" dwrr "*) /usr/sbin/tc qdisc change dev eth1 root dwrr rate 1mbit; esac'
                quiet env PATH=/run/bin:$PATH mqecn install eth1 --rate 995mbit --replace; compare eth1
                memory | grep -v -e /modules/ -e /lock; next
                tc qdisc replace dev eth1 root handle 6: htb
                say mqecn install eth1 --rate 995mbit --replace 2>&1 | grep htb; next
                """);
        assertEquals("[0]\n[0]\neth1: port removed\n[0]\nsame", answers.get(0));
        assertEquals("[0]\n4\n[0]\nsame\nsame\nsame\nsame", answers.get(1));
        assertEquals("[1]\nsame", answers.get(2));
        assertEquals(
                "mqecn: warning: htb 6: is lost: 'mqecn remove' puts only bfifo, codel, fq, fq_codel, pfifo and "
                        + "pfifo_fast back",
                answers.get(3));
    }

    @Test
    @DisplayName("a port keeps what remove undoes when its device gets another name; an alternative name will do")
    void followsNamesOfDevices() {
        List<String> answers = outputSections(
                """
                device eth1 >/run/before
                ip link property add dev eth1 altname uplink0
                quiet mqecn install uplink0 --rate 995mbit; device eth1 | head -n 1
                ip link set eth1 down; ip link set eth1 name lan0; ip link set lan0 up; next
                say mqecn set uplink0 rate 500mbit; say mqecn get lan0 rate; next
                say mqecn remove uplink0; device lan0 | sed s/lan0/eth1/ | diff /run/before - && echo same; next
                say mqecn remove eth1; next
                """);
        assertEquals("[0]\ngso_max_segs 1", answers.get(0));
        assertEquals("lan0: rate 500mbit\n[0]\n500mbit\n[0]", answers.get(1));
        assertEquals("lan0: port removed\n[0]\nsame", answers.get(2));
        assertTrue(answers.get(3).startsWith("mqecn: there is no device 'eth1'"), answers.get(3));
    }

    @Test
    @DisplayName("the module: load, unload, in use, impersonating tbf")
    void module() {
        List<String> answers = outputSections(
                """
                say mqecn module unload; next
                say mqecn set ecn-scheme mq-ecn; say mqecn stats; next
                say mqecn module load; say mqecn module load; next
                quiet mqecn install eth1 --rate 1gbit --scheme red >/dev/null
                say mqecn module unload; next
                mqecn remove eth1 >/dev/null
                lsmod | grep -o '^sch_dwrr[a-z_]*' | sort; say mqecn module unload; next
                modprobe sch_tbf
                say mqecn module load --legacy-tbf; next
                tc qdisc add dev eth1 root tbf rate 995mbit limit 1000k burst 1000k mtu 66000 peakrate 1000mbit \\
                    2>/dev/null
                ip netns exec h2 ping -qc 5 -i 0.01 10.0.1.2 >/dev/null
                mqecn stats -o json; next
                say mqecn set eth1 rate 1gbit; say mqecn module load; next
                say mqecn remove eth1; say mqecn module unload; next
                """);
        assertEquals("mqecn: nothing to change: the module is not loaded\n[3]", answers.get(0));
        assertEquals(
                """
                mqecn: there are no dwrr.* sysctls: the module is not loaded
                  'mqecn module load' loads it
                [1]
                mqecn: no port in this network namespace
                  'mqecn install DEV --rate RATE' installs one
                [1]""",
                answers.get(1));
        assertEquals("the module is loaded\n[0]\nmqecn: nothing to change: the module is loaded\n[3]", answers.get(2));
        assertTrue(answers.get(3).startsWith("mqecn: the module sch_dwrr is in use by 1 port"), answers.get(3));
        assertEquals(
                "sch_dwrr\nsch_dwrr_red\nthe module is unloaded\n[0]",
                answers.get(4),
                "remove keeps a module that install did not load");
        assertEquals("the module is loaded and impersonates tbf\n[0]", answers.get(5));
        JsonNode port = json(answers.get(6)).get(0);
        assertEquals("tbf", port.get("kind").asText());
        assertEquals(995_000_000, port.get("rate_bits_per_second").asLong());
        assertTrue(port.get("sent_packets").asLong() >= 5, answers.get(6));
        assertTrue(answers.get(7).startsWith("mqecn: eth1 is a port that impersonates tbf"), answers.get(7));
        assertEquals("eth1: port removed\n[0]\nthe module is unloaded\n[0]", answers.get(8));
    }

    @Test
    @DisplayName("no root, no device, no plugin, a threshold above the buffer")
    void badInput() {
        List<String> answers = outputSections(
                """
                device eth1; next
                nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
                say $nobody mqecn install eth1 --rate 995mbit; device eth1; next
                say $nobody mqecn install eth1 --rate 995mbit --dry-run; next
                say mqecn install eth9 --rate 995mbit; next
                say mqecn install eth1 --rate 995mbit --scheme mq-ecn --port-thresh 3m
                say mqecn set eth1 ecn-scheme none shared-buffer 1538
                ip link set eth1 mtu 9000; say mqecn set eth1 shared-buffer 5k
                ip link set eth1 mtu 1500; say mqecn set eth1 shared-buffer 2m ecn-scheme mq-ecn; next
                say $nobody mqecn set ecn-scheme none; say $nobody mqecn set eth1 rate 1gbit; next
                say $nobody mqecn remove eth1; sysctl -n dwrr.ecn_scheme; mqecn get eth1 rate; next
                say $nobody mqecn stats -o json | head -n 1; next
                """);
        assertEquals(
                "mqecn: cannot install a port on eth1: permission denied\n"
                        + "  run mqecn as root (with sudo), or list the commands with --dry-run\n[1]\n"
                        + answers.get(0),
                answers.get(1));
        assertTrue(answers.get(2).endsWith("handle 1: dwrr rate 995mbit\n[0]"), answers.get(2));
        assertTrue(
                answers.get(3).matches("mqecn: there is no device 'eth9'\n  did you mean 'eth[12]'\\?.*\n\\[1]"),
                answers.get(3));
        assertEquals(
                List.of(
                        "port-thresh (3145728 bytes) is not below shared-buffer (2000000 bytes): packets are "
                                + "dropped before any is marked",
                        "dwrr: the buffer does not hold a full frame of this device: full frames are dropped",
                        "port-thresh (3145728 bytes) is not below shared-buffer (2097152 bytes): packets are "
                                + "dropped before any is marked"),
                answers.get(4)
                        .lines()
                        .filter(line -> line.startsWith("mqecn: warning: ") && line.contains("dropped"))
                        .map(line -> line.substring(16))
                        .toList(),
                "each warning once, from mqecn or from the kernel");
        assertTrue(answers.get(5).contains("cannot change every port: permission denied"), answers.get(5));
        assertTrue(answers.get(5).contains("cannot change eth1: permission denied"), answers.get(5));
        assertTrue(answers.get(6).contains("cannot remove the port from eth1: permission denied"), answers.get(6));
        assertTrue(answers.get(6).endsWith("[1]\n1\n995mbit"), answers.get(6));
        assertEquals("[", answers.get(7), "reading requires no root");
    }

    @Test
    @DisplayName("eiffel: install, set, get, stats and remove")
    void eiffel() {
        List<String> answers = outputSections(
                """
                device eth1; next
                say mqecn install eth1 --qdisc eiffel --policy strict --maxrate 50mbit; next
                tc -s -j qdisc show dev eth1; next
                say mqecn install eth1 --qdisc eiffel --policy strict; next
                ip netns exec h2 ping -qc 5 -i 0.01 10.0.1.2 >/dev/null
                mqecn stats -o json; next
                tc -s -j qdisc show dev eth1; next
                mqecn stats; next
                mqecn stats eth1 --watch 0.1 --count 2 -o jsonl | wc -l
                say mqecn set eth1 policy wfq rank-from mark maxrate none; next
                tc -j qdisc show dev eth1; mqecn get eth1 maxrate; mqecn get eth1 policy; next
                say mqecn set eth1 policy wfq; next
                tc qdisc show dev eth1 >/run/before
                say mqecn set eth1 ecn-scheme mq-ecn; say mqecn set eth1 maxrate 8kbit horizon 1s
                say mqecn set eth1 policy lqf rank-from dscp; say mqecn set policy lqf
                tc qdisc show dev eth1 | diff /run/before - && echo unchanged; next
                say mqecn clear eth1; next
                mqecn stats -o json; next
                tc -s -j qdisc show dev eth1; tc qdisc show dev eth1 | diff /run/before - && echo unchanged; next
                mqecn set eth1 policy edf --dry-run | sh -e; mqecn get eth1 policy; next
                say mqecn remove eth1; next
                device eth1; next
                memory; lsmod | grep eiffel; next
                """);
        assertEquals("eth1 configured as a port: eiffel 1: policy strict maxrate 50mbit\n[0]", answers.get(1));
        JsonNode made = json(answers.get(2)).get(0);
        assertEquals("eiffel", made.get("kind").asText());
        assertEquals("strict", made.get("options").get("policy").asText());
        assertTrue(made.get("packets").asLong() >= 16, "it is verified with packets: " + made);
        assertEquals("mqecn: nothing to change: eth1 is already configured as requested\n[3]", answers.get(3));
        JsonNode port = json(answers.get(4)).get(0);
        JsonNode tc = json(answers.get(5)).get(0);
        assertEquals(50_000_000, port.get("maxrate_bits_per_second").asLong());
        assertEquals(tc.get("packets").asLong(), port.get("sent_packets").asLong());
        Arrays.stream(EiffelCounter.values())
                .filter(counter -> counter.attribute() > 0 && counter != EiffelCounter.TIME_NEXT_DELAYED_FLOW_NS)
                .forEach(counter -> assertEquals(
                        tc.get(counter.jsonName()).asLong(),
                        port.get(counter.jsonName()).asLong(),
                        counter.jsonName()));
        assertTrue(
                answers.get(6).startsWith("eth1  eiffel 1: root  policy strict  maxrate 50mbit\nstatistic"),
                answers.get(6));
        assertEquals("2\neth1: policy wfq rank-from mark maxrate none\n[0]", answers.get(7));
        JsonNode set =
                json(answers.get(8).lines().findFirst().orElseThrow()).get(0).get("options");
        assertEquals(
                "wfq mark",
                set.get("policy").asText() + " " + set.get("rank-from").asText());
        assertFalse(set.has("maxrate"), "tc leaves out what has no limit");
        assertTrue(answers.get(8).endsWith("\nnone\nwfq"), answers.get(8));
        assertEquals("mqecn: nothing to change: eth1 already has these values\n[3]", answers.get(9));
        assertEquals(
                List.of(
                        "mqecn: eiffel has no setting ecn-scheme: it belongs to dwrr",
                        "mqecn: horizon 1s is shorter than the 1514ms transmission time of a full frame at maxrate 8kbit",
                        "mqecn: policy lqf reads no rank: rank-from has no effect",
                        "mqecn: policy belongs to one port"),
                answers.get(10)
                        .lines()
                        .filter(line -> line.startsWith("mqecn: "))
                        .toList());
        assertTrue(answers.get(10).endsWith("unchanged"), answers.get(10));
        assertEquals("eth1: counters are 0\n[0]", answers.get(11));
        assertTrue(port.get("sent_packets").asLong() > 16 && port.get("flows").asLong() > 0, port.toString());
        JsonNode cleared = json(answers.get(12)).get(0);
        Arrays.stream(EiffelCounter.values())
                .filter(EiffelCounter::isCumulative)
                .forEach(counter ->
                        assertEquals(0, cleared.get(counter.jsonName()).asLong(), counter.jsonName()));
        assertEquals("[]", cleared.get("ranks").toString());
        assertTrue(cleared.get("flows").asLong() > 0, "flows is a gauge, not a counter: " + cleared);
        JsonNode still = json(answers.get(13).lines().findFirst().orElseThrow()).get(0);
        assertTrue(
                still.get("packets").asLong() >= port.get("sent_packets").asLong(),
                "the counters of tc are not reset: " + still);
        assertTrue(answers.get(13).endsWith("unchanged"), answers.get(13));
        assertEquals("edf", answers.get(14));
        assertEquals("eth1: port removed\n[0]", answers.get(15));
        assertEquals(answers.get(0), answers.get(16), "the device is restored");
        assertEquals(17, answers.size(), "no state is left, the module is unloaded: " + answers);
    }

    @Test
    @DisplayName("eiffel: all options are applied; install detects a port that handles no traffic")
    void eiffelProven() {
        List<String> answers = outputSections(
                """
                quiet mqecn install eth2 --qdisc eiffel --policy edf --rank-from mark --limit 20000 --flow-limit 50 \\
                    --buckets 4096 --granularity 4us --hash-buckets 1024 --quantum 3k --initial-quantum 16k \\
                    --pacing on --maxrate 10mbit --low-rate-threshold 1mbit --refill-delay 20ms --orphan-mask 255 \\
                    --ce-threshold 1ms --timer-slack 5us --horizon 2s --beyond-horizon cap --deadline-unit 500us; next
                mqecn get eth2 -o json; next
                mqecn remove eth2 >/dev/null
                modprobe sch_eiffel
                tc qdisc show >/run/before
                tc qdisc add dev eth1 clsact
                tc filter add dev eth1 egress protocol all matchall action gact drop
                say mqecn install eth1 --qdisc eiffel; say mqecn install eth1 --rate 1gbit
                tc qdisc del dev eth1 clsact; tc qdisc show | diff /run/before - && echo as before; next
                fake tc 'exit 0'
                say env PATH=/run/bin:$PATH mqecn install eth1 --qdisc eiffel; next
                fake tc '/usr/sbin/tc "$@"; case "$*" in *add*) /usr/sbin/tc qdisc replace dev eth1 root pfifo;; esac'
                say env PATH=/run/bin:$PATH mqecn install eth1 --qdisc eiffel; next
                fake tc 'exec /usr/sbin/tc $(echo "$@" | sed s/strict/lqf/)'
                say env PATH=/run/bin:$PATH mqecn install eth1 --qdisc eiffel --policy strict
                tc qdisc show | diff /run/before - && echo as before; next
                ip link set eth2 down
                say mqecn install eth2 --qdisc eiffel
                ip link set eth2 up; say mqecn install eth2 --qdisc eiffel
                say mqecn install eth2 --rate 1gbit; next
                quiet mqecn install eth2 --rate 1gbit --replace; ip -d link show eth2 | grep -o 'gso_max_segs [0-9]*'
                quiet mqecn install eth2 --qdisc eiffel --replace; ip -d link show eth2 | grep -o 'gso_max_segs [0-9]*'
                mqecn get eth2 policy; mqecn remove eth2 >/dev/null; next
                tc qdisc add dev eth2 root handle 1: prio
                say mqecn install eth2 --qdisc eiffel --parent 1:2; tc -s -j qdisc show dev eth2; next
                mqecn remove eth2 >/dev/null; mqecn module unload --qdisc eiffel
                mount -t tmpfs none /lib/modules/$(uname -r)
                say mqecn install eth1 --qdisc eiffel; next
                """);
        assertEquals("[0]", answers.get(0));
        JsonNode port = json(answers.get(1)).get(0);
        assertEquals(
                "{\"device\":\"eth2\",\"kind\":\"eiffel\",\"policy\":\"edf\",\"rank_from\":\"mark\",\"limit\":20000,"
                        + "\"flow_limit\":50,\"buckets\":4096,\"granularity_ns\":4000,\"hash_buckets\":1024,"
                        + "\"quantum_bytes\":3072,\"initial_quantum_bytes\":16384,\"pacing\":\"on\","
                        + "\"maxrate_bits_per_second\":10000000,\"low_rate_threshold_bits_per_second\":1000000,"
                        + "\"refill_delay_ns\":20000000,\"orphan_mask\":255,\"ce_threshold_ns\":1000000,"
                        + "\"timer_slack_ns\":5000,\"horizon_ns\":2000000000,\"beyond_horizon\":\"cap\","
                        + "\"deadline_unit_ns\":500000}",
                port.toString());
        assertTrue(
                answers.get(2)
                        .startsWith(
                                "mqecn: eiffel 1: on eth1 received 0 of 16 test packets: something "
                                        + "intercepts the others; changes were rolled back\n  see 'tc filter show dev eth1 egress"),
                answers.get(2));
        assertTrue(answers.get(2).contains("mqecn: dwrr 1: on eth1 received 0 of 16 test packets"), answers.get(2));
        assertTrue(answers.get(2).endsWith("[1]\nas before"), answers.get(2));
        for (int replaced : List.of(3, 4)) {
            assertTrue(
                    answers.get(replaced).startsWith("mqecn: eth1 has no eiffel 1: after install"),
                    answers.get(replaced));
            assertTrue(answers.get(replaced).endsWith("[1]"), answers.get(replaced));
        }
        assertTrue(
                answers.get(5)
                        .startsWith(
                                "mqecn: kernel state differs from the request: policy strict: the kernel has " + "lqf"),
                answers.get(5));
        assertTrue(answers.get(5).endsWith("[1]\nas before"), answers.get(5));
        assertEquals(
                """
                mqecn: warning: not verified with packets: eth2 is down. Repeat 'mqecn install' to verify
                eth2 configured as a port: eiffel 1:
                [0]
                mqecn: nothing to change: eth2 is already configured as requested
                [3]
                mqecn: another qdisc is in the way on eth2: eiffel 1: at root
                  --replace replaces it with the port
                [1]""",
                answers.get(6));
        assertEquals("[0]\ngso_max_segs 1\n[0]\ngso_max_segs 65535\npacing", answers.get(7));
        assertTrue(answers.get(8).startsWith("eth2 configured as a port: eiffel 2:\n[0]"), answers.get(8));
        assertTrue(
                json(answers.get(8).lines().skip(2).findFirst().orElseThrow())
                                .get(1)
                                .get("packets")
                                .asLong()
                        >= 16,
                answers.get(8));
        assertTrue(answers.get(9).contains("mqecn: the module sch_eiffel cannot be loaded: "), answers.get(9));
        assertTrue(answers.get(9).endsWith("[1]"), answers.get(9));
    }

    @Test
    @DisplayName("tc without the plugin, a module that is not built")
    void missingParts() {
        List<String> answers = outputSections(
                """
                device eth1; next
                fake tc 'exec env TC_LIB_DIR=/nowhere /usr/sbin/tc "$@"'
                say env PATH=/run/bin:$PATH mqecn install eth1 --rate 995mbit; device eth1; next
                mount -t tmpfs none /lib/modules/$(uname -r)
                say mqecn install eth1 --rate 995mbit; device eth1; next
                say mqecn module load; next
                say mqecn module build; next
                mqecn module status -o json; next
                """);
        assertTrue(answers.get(1).contains("failed: Unknown qdisc \"dwrr\""), answers.get(1));
        assertTrue(answers.get(1).contains("tc has no plugin for it: run 'make' in the checkout"), answers.get(1));
        assertTrue(answers.get(1).endsWith("[1]\n" + answers.get(0)), answers.get(1));
        assertTrue(answers.get(2).startsWith("mqecn: the module sch_dwrr cannot be loaded: "), answers.get(2));
        assertTrue(
                answers.get(2).contains("the kernel's headers are missing: 'apt-get install linux-headers-"),
                answers.get(2));
        assertTrue(answers.get(2).endsWith("[1]\n" + answers.get(0)), answers.get(2));
        assertTrue(answers.get(3).startsWith("mqecn: the module sch_dwrr cannot be loaded: "), answers.get(3));
        assertTrue(answers.get(4).startsWith("mqecn: there are no headers of the kernel"), answers.get(4));
        assertEquals(false, json(answers.get(5)).get("available").asBoolean());
    }

    @Test
    @DisplayName("in another network namespace")
    void namespaces() {
        List<String> answers = outputSections(
                """
                quiet mqecn install eth0 -n h1 --rate 100mbit; next
                tc -n h1 qdisc show dev eth0 | cut -d ' ' -f 2; ip netns exec h1 ethtool -k eth0 | grep ^tcp-seg; next
                say mqecn set -n h1 ecn-scheme per-port; ip netns exec h1 sysctl -n dwrr.ecn_scheme
                sysctl -n dwrr.ecn_scheme; next
                say mqecn set -n h1 eth0 rate 200mbit; mqecn get eth0 rate -n h1; next
                mqecn stats -n h1 | head -n 1 | cut -d ' ' -f 1-5; say mqecn stats; next
                mqecn stats -n h1 -o json | grep -c '"queue":'; mqecn clear eth0 -n h1; next
                mqecn install eth0 -n h2 --rate 1gbit --dry-run; next
                say mqecn remove eth0 -n h1; tc -n h1 qdisc show dev eth0 | cut -d ' ' -f 2
                ip netns exec h1 ethtool -k eth0 | grep ^tcp-seg; next
                """);
        assertEquals("[0]", answers.get(0));
        assertEquals("dwrr\ntcp-segmentation-offload: off", answers.get(1));
        assertEquals("every port: ecn-scheme per-port\n[0]\n2\n1", answers.get(2));
        assertEquals("eth0: rate 200mbit\n[0]\n200mbit", answers.get(3));
        assertEquals(
                "eth0  dwrr 1: root\nmqecn: no port in this network namespace\n"
                        + "  'mqecn install DEV --rate RATE' installs one\n[1]",
                answers.get(4));
        assertEquals("8\neth0: counters are 0", answers.get(5));
        assertEquals(
                """
                ip -n h2 link set dev eth0 gso_max_segs 1
                ip netns exec h2 ethtool -K eth0 tso off gso off
                tc -n h2 qdisc add dev eth0 root handle 1: dwrr rate 1gbit""",
                answers.get(6));
        assertEquals(
                forgotten("per-port") + "eth0: port removed\n[0]\nnoqueue\ntcp-segmentation-offload: on",
                answers.get(7));
    }

    @Test
    @DisplayName("many ports with many queues are read completely; counters are reset")
    void manyPorts() {
        List<String> answers = outputSections(
                """
                modprobe sch_dwrr
                for i in $(seq 60); do
                    ip link add d$i type dummy; ip link set d$i up
                    tc qdisc add dev d$i root handle 1: dwrr rate 1gbit queues 64
                done
                mqecn stats -o json | grep -c '"queue":'; next
                ip addr add 10.9.0.1/24 dev d1; ping -qc 3 -i 0.01 10.9.0.2 >/dev/null
                mqecn clear d1; tc -s -j qdisc show dev d1; next
                mqecn stats d1 --watch 0.5 --count 2 -o jsonl | wc -l; next
                """);
        assertEquals(Integer.toString(60 * 64), answers.get(0));
        String cleared = answers.get(1).lines().skip(1).findFirst().orElseThrow();
        assertTrue(cleared.contains("\"arrived_packets\":0"), cleared);
        assertEquals("2", answers.get(2));
    }

    @Test
    @DisplayName("stats --watch: in place, coloured and fitted on a terminal, plain elsewhere")
    void statsWatch() {
        List<String> answers = outputSections(
                """
                mqecn install eth1 --rate 100gbit; next
                watch() { script -qec "stty cols $1 rows 30; exec mqecn stats eth1 --watch 0.1 --count 2" /dev/null; }
                export TERM=xterm
                watch 120; next
                NO_COLOR=1 watch 60; next
                TERM=dumb watch 120; next
                mqecn stats eth1 --watch 0.1 --count 2; next
                COLUMNS=120 mqecn stats eth1 --watch 0.1 --count 1; next
                mqecn stats eth1 --watch 0.1 --count 2 -o jsonl; next
                """);
        assertTrue(
                answers.get(0)
                        .contains(
                                "mqecn: warning: queue-thresh (30000 bytes) is 2.4 µs of backlog at 100 Gbit/s, far "),
                answers.get(0));
        String inPlace = answers.get(1);
        assertTrue(inPlace.startsWith("\u001b[?1049h\u001b[?25l\u001b[H"), inPlace);
        assertEquals(3, inPlace.split("\u001b\\[H", -1).length, "two frames, each from the top left");
        assertTrue(inPlace.contains("\u001b[?25h\u001b[?1049l"), "the screen is left");
        assertTrue(inPlace.contains("\u001b[32m"), "occupancy is green");
        assertTrue(inPlace.contains("share │ weight") && inPlace.contains("occupancy │ K"), inPlace);
        assertTrue(answers.get(2).startsWith("\u001b[?1049h"), answers.get(2));
        assertFalse(answers.get(2).contains("\u001b[32m"), "NO_COLOR");
        assertFalse(answers.get(2).contains("share │ weight"), "no room for it in 60 columns");
        assertFalse(answers.get(3).contains("\u001b"), "a dumb terminal cannot move its cursor");
        assertFalse(answers.get(4).contains("\u001b"), "a file is no terminal");
        assertEquals(
                2,
                answers.get(4).lines().filter(line -> line.startsWith("port")).count());
        assertTrue(answers.get(5).contains("share │ weight"), answers.get(5));
        List<Instant> times = answers.get(6)
                .lines()
                .map(line -> Instant.parse(json(line).get("time").asText()))
                .toList();
        assertEquals(2, times.size());
        assertEquals(100, Duration.between(times.get(0), times.get(1)).toMillis(), 5);
        assertEquals(
                100_000_000,
                json(answers.get(6).lines().findFirst().orElseThrow())
                        .get("interval_ns")
                        .asLong(),
                5_000_000);
    }
}
