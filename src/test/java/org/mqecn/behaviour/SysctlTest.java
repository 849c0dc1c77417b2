// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("lab")
@DisplayName("The sysctls of the MQ-ECN prototype apply to every port of a namespace")
class SysctlTest {
    private static final int BURST = 30;

    @Test
    @DisplayName("with its names, defaults and ranges; each namespace has separate values")
    void namesDefaultsAndRanges() {
        Map<String, Integer> defaults = new TreeMap<>(Map.of(
                "ecn_scheme",
                1,
                "port_thresh_bytes",
                30_000,
                "shared_buffer_bytes",
                2_000_000,
                "buffer_mode",
                0,
                "enable_wrr",
                0,
                "enable_dequeue_ecn",
                0,
                "round_alpha",
                750,
                "idle_interval_ns",
                12_000,
                "bucket_ns",
                20_000));
        defaults.putAll(Map.of("debug_mode", 0, "quantum_alpha", 750, "scheduler", 0));
        defaults.putAll(Map.of(
                "tcn_thresh",
                250,
                "codel_target",
                100,
                "codel_interval",
                2000,
                "tcn_thresh_ns",
                256_000,
                "codel_target_ns",
                102_400,
                "codel_interval_ns",
                2_048_000));
        for (int queue = 0; queue < 8; queue++) {
            defaults.putAll(Map.of(
                    "queue_thresh_bytes_" + queue,
                    30_000,
                    "queue_buffer_bytes_" + queue,
                    2_000_000,
                    "queue_quantum_" + queue,
                    1538,
                    "queue_dscp_" + queue,
                    queue,
                    "queue_prio_" + queue,
                    0));
        }
        // rejected: values below and above each range, and text that is no number
        Map<String, String> refused = new TreeMap<>(Map.of(
                "ecn_scheme",
                "7 -1",
                "buffer_mode",
                "2 -1",
                "enable_wrr",
                "2 -1",
                "enable_dequeue_ecn",
                "2 -1",
                "round_alpha",
                "1001 -1",
                "idle_interval_ns",
                "0 -5",
                "bucket_ns",
                "0 100000001",
                "shared_buffer_bytes",
                "1537 -1",
                "debug_mode",
                "2",
                "quantum_alpha",
                "1001"));
        refused.putAll(Map.of(
                "port_thresh_bytes",
                "-1 2147483648 x",
                "queue_thresh_bytes_7",
                "-1",
                "queue_buffer_bytes_0",
                "1537",
                "queue_quantum_3",
                "1537 204801",
                "queue_dscp_5",
                "64 -1",
                "queue_prio_6",
                "8 -1",
                "scheduler",
                "3 -1"));
        refused.putAll(Map.of(
                "tcn_thresh",
                "-1 976563",
                "codel_target",
                "0 976563",
                "codel_interval",
                "0 976563",
                "tcn_thresh_ns",
                "-1 1000000001",
                "codel_target_ns",
                "0 1000000001",
                "codel_interval_ns",
                "0 1000000001"));
        String writes = refused.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getValue().split(" "))
                        .map(value -> "! echo %s > /proc/sys/dwrr/%s || exit 1\n".formatted(value, entry.getKey())))
                .collect(Collectors.joining());

        String output = TestGuest.run(
                folder -> "wire a ea b eb\nip netns exec a sh -c '" + writes + "' 2> /dev/null\n"
                        + """
                ip netns exec a sysctl dwrr
                echo then
                ip netns exec a sysctl -qw dwrr.ecn_scheme=3 dwrr.queue_quantum_7=204800
                ip netns exec a sysctl -n dwrr.ecn_scheme dwrr.queue_quantum_7
                ip netns exec b sysctl -n dwrr.ecn_scheme dwrr.queue_quantum_7
                sysctl -n dwrr.ecn_scheme dwrr.queue_quantum_7
                """);

        Map<String, Integer> found = output.substring(0, output.indexOf("then"))
                .lines()
                .map(line -> line.split(" = "))
                .collect(Collectors.toMap(
                        fields -> fields[0].substring("dwrr.".length()),
                        fields -> Integer.valueOf(fields[1]),
                        (a, b) -> a,
                        TreeMap::new));
        assertEquals(defaults, found);
        assertEquals("then\n3\n204800\n1\n1538\n1\n1538\n", output.substring(output.indexOf("then")));
    }

    @TestFactory
    @DisplayName("immediately, and only there")
    Stream<DynamicTest> ports() {
        GuestTestCases guestTestCases = new GuestTestCases();
        everyPort(guestTestCases);
        portChangeHoldsUntilTheNextWrite(guestTestCases);
        futurePorts(guestTestCases);
        everyValue(guestTestCases);
        codePoints(guestTestCases);
        ignoredWrite(guestTestCases);
        debugMode(guestTestCases);
        twoNamesOfTheScheduler(guestTestCases);
        mqEcnNeedsRounds(guestTestCases);
        return guestTestCases.run();
    }

    /** Three ports: the second is in the same namespace, the third is not. Their packets have flows from 100 and from 200. */
    private static void everyPort(GuestTestCases guestTestCases) {
        String other = "wire a fa b fb\nwire c ga d gb\n"
                + "tc -n a qdisc add dev fa root handle 1: dwrr rate 1mbit queue-thresh 1:%d\n"
                        .formatted(5 * FULL_FRAME_ON_WIRE)
                + "tc -n c qdisc add dev ga root handle 1: dwrr rate 1mbit\n"
                + packetScript("/run/fa", 100) + packetScript("/run/ga", 200);
        guestTestCases.add(
                "a write changes every port of its namespace, and no other",
                TrafficScript.withDwrrPort("rate 1mbit")
                        .setup(other)
                        .at(1)
                        .run("sysctl -qw dwrr.queue_thresh_bytes_0=" + 10 * FULL_FRAME_ON_WIRE)
                        .send(BURST, "flow=0 dscp=0 ecn=2")
                        .send(BURST, "flow=1 dscp=1 ecn=2")
                        .run("$FRAMES a fa b fb < /run/fa")
                        .run("$FRAMES c ga d gb < /run/ga")
                        .at(5000),
                trace -> {
                    int standard = 30_000 / FULL_FRAME_ON_WIRE;
                    // the first packet leaves at once
                    assertEquals(11, unmarked(trace, 0), "this port, queue 0");
                    assertEquals(standard, unmarked(trace, 1), "this port, queue 1");
                    assertEquals(11, unmarked(trace, 100), "the namespace's other port, queue 0");
                    assertEquals(5, unmarked(trace, 101), "its queue 1 is unchanged");
                    assertEquals(standard + 1, unmarked(trace, 200), "another namespace's port, queue 0");
                    assertEquals(standard, unmarked(trace, 201), "another namespace's port, queue 1");
                });
    }

    private static String packetScript(String file, int flow) {
        return "printf \"%s\" > %s\n"
                .formatted(
                        "start\\nsend %d flow=%d dscp=0 ecn=2\\nsend %d flow=%d dscp=1 ecn=2\\nat 1000000000\\n"
                                .formatted(BURST, flow, BURST, flow + 1),
                        file);
    }

    private static void portChangeHoldsUntilTheNextWrite(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a setting of a port holds until its sysctl is written",
                TrafficScript.withDwrrPort("rate 1mbit")
                        .setup(":")
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .change("queue-thresh 0:%d 1:%d".formatted(5 * FULL_FRAME_ON_WIRE, 6 * FULL_FRAME_ON_WIRE))
                        .run("sysctl -qw dwrr.port_thresh_bytes=1 dwrr.queue_thresh_bytes_1=" + 7 * FULL_FRAME_ON_WIRE)
                        .send(BURST, "flow=0 dscp=0 ecn=2")
                        .send(BURST, "flow=1 dscp=1 ecn=2")
                        .at(1000)
                        .send(1, "flow=9 dscp=7")
                        .run("sysctl -qw dwrr.queue_thresh_bytes_0=" + 8 * FULL_FRAME_ON_WIRE)
                        .send(BURST, "flow=2 dscp=0 ecn=2")
                        .at(2000),
                trace -> {
                    assertEquals(5, unmarked(trace, 0));
                    assertEquals(7, unmarked(trace, 1));
                    assertEquals(8, unmarked(trace, 2));
                });
    }

    private static void futurePorts(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "written values are the defaults of new ports",
                TrafficScript.withoutQdisc()
                        .setup(":")
                        .run("sysctl -qw dwrr.ecn_scheme=2 dwrr.enable_dequeue_ecn=1 dwrr.port_thresh_bytes="
                                + 9 * FULL_FRAME_ON_WIRE)
                        .tc("qdisc add dev ea root handle 1: dwrr rate 1mbit")
                        .start()
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .send(BURST, "flow=0 ecn=1")
                        .at(1000),
                trace -> {
                    for (CapturedPacket capturedPacket : trace.flow(0)) {
                        assertEquals((BURST - 1 - capturedPacket.seq()) > 9, capturedPacket.isCe());
                    }
                });
    }

    private static void everyValue(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "each sysctl changes the port's configuration",
                TrafficScript.withDwrrPort("rate 1mbit")
                        .setup(":")
                        .run(
                                "sysctl -qw dwrr.ecn_scheme=3 dwrr.port_thresh_bytes=40000 dwrr.shared_buffer_bytes=500000"
                                        + " dwrr.buffer_mode=1 dwrr.enable_wrr=1 dwrr.enable_dequeue_ecn=1 dwrr.round_alpha=500"
                                        + " dwrr.idle_interval_ns=1200 dwrr.bucket_ns=30000 dwrr.tcn_thresh=78 dwrr.codel_target=10"
                                        + " dwrr.codel_interval_ns=100000 dwrr.queue_thresh_bytes_2=11"
                                        + " dwrr.queue_buffer_bytes_3=2200 dwrr.queue_quantum_4=3076 dwrr.queue_dscp_5=63 dwrr.queue_prio_6=7")
                        .show(),
                trace -> assertEquals(
                        "{\"rate\":125000,\"queues\":8,\"ecn-scheme\":\"mq-ecn\","
                                + "\"port-thresh\":40000,\"shared-buffer\":500000,\"buffer-mode\":\"static\",\"scheduler\":\"wrr\","
                                + "\"mark-at\":\"dequeue\",\"round-alpha\":500,\"idle-interval\":1200,\"bucket\":30000,"
                                + "\"tcn-thresh\":79872,\"codel-target\":10240,\"codel-interval\":100000,"
                                + "\"trust\":\"dscp\",\"default-queue\":0,\"histograms\":\"off\","
                                + "\"quantum\":[1538,1538,1538,1538,3076,1538,1538,1538],"
                                + "\"queue-thresh\":[30000,30000,11,30000,30000,30000,30000,30000],"
                                + "\"queue-buffer\":[2000000,2000000,2000000,2200,2000000,2000000,2000000,2000000],"
                                + "\"dscp\":[[0],[1],[2],[3],[4],[63],[6],[7]],\"prio\":[0,0,0,0,0,0,7,0],"
                                + "\"pcp\":[[0],[1],[2],[3],[4],[5],[6],[7]]}",
                        trace.last().options().toString()));
    }

    /** The prototype gives each queue one code point, and the first queue with a DSCP gets it. */
    private static void codePoints(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a write of a DSCP gives each queue of each port one code point again: the first with it gets it",
                TrafficScript.withDwrrPort("rate 1mbit queues 9 default-queue 4 dscp 1:10-20,63 8:none")
                        .setup(":")
                        .run("sysctl -qw dwrr.queue_prio_2=1")
                        .show()
                        .run("sysctl -qw dwrr.queue_dscp_1=46 dwrr.queue_dscp_3=46 dwrr.queue_dscp_0=8")
                        .show()
                        .run("sysctl -n dwrr.queue_dscp_1 dwrr.queue_dscp_3 | grep -c 46 | grep -qx 2")
                        .tc("qdisc replace dev ea root handle 2: dwrr rate 1mbit queues 4")
                        .show(),
                trace -> {
                    List<String> maps = trace.snapshots().stream()
                            .map(tcSnapshot -> tcSnapshot.options().get("dscp").toString())
                            .toList();
                    assertEquals(
                            List.of(
                                    "[[0],[10,11,12,13,14,15,16,17,18,19,20,63],[2],[3],[4],[5],[6],[7],[]]",
                                    "[[8],[46],[2],[],[4],[5],[6],[7],[]]",
                                    "[[8],[46],[2],[]]"),
                            maps);
                    assertEquals(
                            4,
                            trace.snapshots()
                                    .get(1)
                                    .options()
                                    .get("default-queue")
                                    .asInt());
                });
    }

    /** A write that does not begin at the first byte, and an empty one: the kernel takes neither for a value. */
    private static void ignoredWrite(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a write that the kernel ignores changes no port",
                TrafficScript.withDwrrPort("rate 1mbit scheduler wfq")
                        .setup(":")
                        .run(
                                "printf \"99\\\\n\" | dd of=/proc/sys/dwrr/enable_wrr oflag=seek_bytes seek=1 conv=notrunc status=none")
                        .run("printf \" \" > /proc/sys/dwrr/enable_wrr || true")
                        .show()
                        .run("sysctl -qw dwrr.enable_wrr=1")
                        .show(),
                seen -> assertEquals(
                        List.of("wfq", "wrr"),
                        seen.snapshots().stream()
                                .map(tcSnapshot ->
                                        tcSnapshot.options().get("scheduler").asText())
                                .toList()));
    }

    /** The owner of a namespace may write it, but the log belongs to the host. */
    private static void debugMode(GuestTestCases guestTestCases) {
        String host = "nsenter --target 1 --net sh -c \"cd /proc/sys/dwrr && ";
        guestTestCases.add(
                "debug_mode writes nothing to the kernel's log; a write of the host that is refused is explained there",
                TrafficScript.withDwrrPort("rate 1mbit shared-buffer 1538")
                        .setup(":")
                        .run("sysctl -qw dwrr.debug_mode=1")
                        .send(50, "")
                        .run("! dmesg | grep \"dwrr: .*drop\"")
                        .run("! echo 3 > /proc/sys/dwrr/ecn_scheme || ! echo 2 > /proc/sys/dwrr/scheduler")
                        .run("! dmesg | grep \"dwrr: MQ-ECN\"")
                        .run(host + "echo 3 > ecn_scheme && ! echo 2 > scheduler 2>&- && echo 1 > ecn_scheme\"")
                        .run("dmesg | grep -q \"dwrr: MQ-ECN\"")
                        .show(),
                seen -> assertTrue(seen.last().port("dropped_shared_buffer") > 40));
    }

    private static void twoNamesOfTheScheduler(GuestTestCases guestTestCases) {
        String both = "test \"$(cat /proc/sys/dwrr/scheduler /proc/sys/dwrr/enable_wrr | tr -d \"\\n\")\" = ";
        guestTestCases.add(
                "enable_wrr is an alias of scheduler 1",
                TrafficScript.withDwrrPort("rate 1mbit")
                        .setup(":")
                        .run(both + "00")
                        .run("sysctl -qw dwrr.enable_wrr=1")
                        .run(both + "11")
                        .show()
                        .run("sysctl -qw dwrr.scheduler=2")
                        .run(both + "20")
                        .show()
                        .run("sysctl -qw dwrr.enable_wrr=0")
                        .run(both + "00")
                        .show(),
                trace -> assertEquals(
                        List.of("wrr", "wfq", "dwrr"),
                        trace.snapshots().stream()
                                .map(tcSnapshot ->
                                        tcSnapshot.options().get("scheduler").asText())
                                .toList()));
    }

    /** As a default, on another port, and on this port. */
    private static void mqEcnNeedsRounds(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a write that would combine MQ-ECN and WFQ is rejected, and changes no port",
                TrafficScript.withDwrrPort("rate 1mbit")
                        .setup("wire a fa b fb\ntc -n a qdisc add dev fa root dwrr rate 1mbit scheduler wfq")
                        .run("! echo 3 > /proc/sys/dwrr/ecn_scheme")
                        .show()
                        .run("tc qdisc del dev fa root")
                        .run("echo 3 > /proc/sys/dwrr/ecn_scheme")
                        .run("! echo 2 > /proc/sys/dwrr/scheduler")
                        .show()
                        .run("! tc qdisc add dev fa root dwrr rate 1mbit scheduler wfq")
                        .run("echo 4 > /proc/sys/dwrr/ecn_scheme")
                        .run("echo 2 > /proc/sys/dwrr/scheduler")
                        .show(),
                trace -> assertEquals(
                        List.of("per-queue dwrr", "mq-ecn dwrr", "tcn wfq"),
                        trace.snapshots().stream()
                                .map(TcSnapshot::options)
                                .map(each -> each.get("ecn-scheme").asText() + " "
                                        + each.get("scheduler").asText())
                                .toList()));
    }

    /** The number of packets of a flow before the first one with CE. */
    private static long unmarked(TrafficTrace trace, int flow) {
        assertEquals(BURST, trace.flow(flow).size(), "packets of flow " + flow);
        return trace.flow(flow).stream()
                .filter(capturedPacket -> !capturedPacket.isCe())
                .count();
    }
}
