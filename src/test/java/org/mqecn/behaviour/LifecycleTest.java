// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("lab")
@DisplayName("A port is changed, reset, nested and removed while it is backlogged")
class LifecycleTest {
    @TestFactory
    @DisplayName("and every packet is sent or counted as dropped")
    Stream<DynamicTest> life() {
        GuestTestCases guestTestCases = new GuestTestCases();
        keepsQueuedPackets(guestTestCases);
        rate(guestTestCases);
        bucket(guestTestCases);
        refused(guestTestCases);
        downAndUp(guestTestCases);
        replaced(guestTestCases);
        notifications(guestTestCases);
        child(
                guestTestCases,
                "prio",
                1e6,
                "qdisc add dev ea root handle 9: prio bands 2 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        child(
                guestTestCases,
                "htb",
                1e6,
                "qdisc add dev ea root handle 9: htb default 1",
                "class add dev ea parent 9: classid 9:1 htb rate 100mbit");
        child(guestTestCases, "tbf", 5e5, "qdisc add dev ea root handle 9: tbf rate 500kbit burst 2000 limit 1000000");
        return guestTestCases.run();
    }

    private static void refused(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "the number of queues is fixed; a rejected change has no effect",
                TrafficScript.withDwrrPort("rate 1mbit")
                        .at(1)
                        .send(10, "")
                        .show()
                        .run("! tc qdisc change dev ea root dwrr queues 9 rate 5mbit 2> /dev/null")
                        .run("! tc qdisc change dev ea root dwrr quantum 8:1538 rate 5mbit 2> /dev/null")
                        .at(300)
                        .show(),
                trace -> {
                    assertEquals(trace.first().options(), trace.last().options());
                    assertEquals(10, trace.packets().size());
                });
    }

    private static void keepsQueuedPackets(GuestTestCases guestTestCases) {
        List<String> changes = List.of(
                "quantum 0:9000 1:256",
                "scheduler wrr",
                "ecn-scheme mq-ecn",
                "rate 5mbit",
                "mark-at dequeue",
                "buffer-mode static queue-buffer all:1538",
                "round-alpha 0",
                "idle-interval 1ns",
                "ecn-scheme per-port port-thresh 0",
                "bucket 1ms",
                "prio 0:7 1:3",
                "shared-buffer 1538",
                "rate 20mbit",
                "dscp 1:3 default-queue 2",
                "queue-thresh all:0 ecn-scheme per-queue",
                "scheduler wfq",
                "prio all:1 3:0",
                "ecn-scheme tcn tcn-thresh 0ns",
                "scheduler dwrr",
                "bucket 1ns",
                "ecn-scheme codel codel-target 1ns codel-interval 1ns",
                "ecn-scheme none");
        int packets = 30;
        TrafficScript trafficScript = TrafficScript.withDwrrPort("rate 10mbit").at(1);
        for (int queue = 0; queue < 4; queue++) {
            trafficScript.send(packets, "flow=%d dscp=%d ecn=2".formatted(queue, queue));
        }
        for (int i = 0; i < changes.size(); i++) {
            trafficScript.at(3 + i * 4.7).change(changes.get(i)).show();
        }
        guestTestCases.add(
                "a change of any option loses no packet and keeps the order of each flow",
                trafficScript.at(1000).show(),
                trace -> {
                    for (int queue = 0; queue < 4; queue++) {
                        assertEquals(
                                IntStream.range(0, packets).boxed().toList(),
                                trace.flow(queue).stream()
                                        .map(CapturedPacket::seq)
                                        .toList(),
                                "flow " + queue);
                    }
                    for (TcSnapshot tcSnapshot : trace.snapshots()) {
                        assertEquals(4 * packets, tcSnapshot.port("sent_packets") + tcSnapshot.port("backlog_packets"));
                    }
                    assertTrue(
                            trace.snapshots().get(changes.size() - 1).port("backlog_packets") > 0,
                            "the last change was made during the backlog");
                    assertEquals(0, trace.last().port("drops"));
                });
    }

    private static void rate(GuestTestCases guestTestCases) {
        // a packet takes 12.3 ms at 1 Mbit/s, and 123 µs at 100 Mbit/s
        guestTestCases.add(
                "a new rate takes effect at once, also for the waiting packet",
                TrafficScript.withDwrrPort("rate 1mbit")
                        .at(1)
                        .send(20, "")
                        .at(3)
                        .change("rate 100mbit")
                        .at(4)
                        .change("rate 1mbit")
                        .at(500)
                        .show(),
                trace -> {
                    List<CapturedPacket> fast = trace.packets().stream()
                            .filter(capturedPacket ->
                                    capturedPacket.arrivalNs() > 3e6 && capturedPacket.arrivalNs() < 4e6)
                            .toList();
                    assertEquals(3e6 + 123_040, fast.get(0).arrivalNs(), 30_000);
                    assertEquals(1e6 / 123_040, fast.size(), 1);
                    List<CapturedPacket> slow = trace.packets().subList(1 + fast.size(), 20);
                    assertEquals(
                            12_304_000, slow.get(1).arrivalNs() - slow.get(0).arrivalNs(), 1000, "and back");
                    assertEquals(20, trace.packets().size());
                });
    }

    private static void bucket(GuestTestCases guestTestCases) {
        int frames = 10;
        guestTestCases.add(
                "after an idle period, one bucket of packets may leave at once",
                TrafficScript.withDwrrPort("rate 10mbit bucket " + frames * FULL_FRAME_ON_WIRE * 800 + "ns")
                        .at(1)
                        .send(20, "flow=0")
                        .change("bucket " + 3 * FULL_FRAME_ON_WIRE * 800 + "ns")
                        .at(100)
                        .send(20, "flow=1")
                        .at(500),
                trace -> {
                    assertEquals(
                            frames,
                            trace.flow(0).stream()
                                    .filter(capturedPacket -> capturedPacket.arrivalNs() < 1.01e6)
                                    .count());
                    assertEquals(
                            3,
                            trace.flow(1).stream()
                                    .filter(capturedPacket -> capturedPacket.arrivalNs() < 100.01e6)
                                    .count());
                    List<CapturedPacket> rest = trace.flow(1).subList(3, 20);
                    assertEquals(
                            16 * FULL_FRAME_ON_WIRE * 800,
                            rest.get(16).arrivalNs() - rest.get(0).arrivalNs(),
                            2000,
                            "then at the rate");
                });
    }

    private static void downAndUp(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a device that goes down drops and counts queued packets; then the port works as before",
                TrafficScript.withDwrrPort("rate 1mbit ecn-scheme mq-ecn")
                        .setup(":")
                        .at(1)
                        .send(30, "flow=0 dscp=1")
                        .send(30, "flow=1 dscp=2")
                        .at(200)
                        .run("ip link set ea down")
                        .show()
                        .run("ip link set ea up")
                        .at(300)
                        .send(20, "flow=2 dscp=2")
                        .at(1000)
                        .show(),
                trace -> {
                    long sent = trace.flow(0).size() + trace.flow(1).size();
                    assertEquals(1 + (200 - 1) / 12.304, sent, 1);
                    assertEquals(60 - sent, trace.first().port("dropped_purged"));
                    assertEquals(30 - trace.flow(1).size(), trace.first().queue(2, "dropped_purged"));
                    assertEquals(0, trace.first().port("backlog_bytes"));
                    assertEquals(0, trace.first().port("round_time_ps"));
                    assertEquals(20, trace.flow(2).size());
                    assertEquals(80, trace.last().port("arrived_packets"));
                    assertEquals(sent + 20, trace.last().port("sent_packets"));
                });
    }

    private static void replaced(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a removed port drops its packets; the next port starts with zero counters",
                TrafficScript.withDwrrPort("rate 1mbit queues 64")
                        .at(1)
                        .send(30, "flow=0")
                        .at(100)
                        .tc("qdisc del dev ea root")
                        .at(200)
                        .tc("qdisc add dev ea root handle 1: dwrr rate 1mbit")
                        .at(300)
                        .show()
                        .send(5, "flow=1")
                        .at(500)
                        .show(),
                trace -> {
                    assertEquals(1 + (100 - 1) / 12.304, trace.flow(0).size(), 1);
                    assertEquals(0, trace.first().port("arrived_packets"));
                    assertEquals(5, trace.flow(1).size());
                    assertEquals(5, trace.last().port("sent_packets"));
                });
    }

    /** The kernel notifies of both ports in one message of at most one page. */
    private static void notifications(GuestTestCases guestTestCases) {
        String[] all = {"", ""};
        for (int port = 0; port < all.length; port++) {
            for (String option : List.of("quantum %d:3%03d", "queue-thresh %d:4%03d", "queue-buffer %d:5%03d")) {
                int first = 100 * port;
                all[port] += " " + option.split(" ")[0]
                        + IntStream.range(0, 64)
                                .mapToObj(i ->
                                        option.substring(option.indexOf(' ')).formatted(i, first + i))
                                .reduce("", String::concat);
            }
            all[port] += " prio 1:1 2:2 3:3 4:4 5:5 6:6 7:7";
        }
        guestTestCases.add(
                "the replacement of a port with 64 queues is notified, with all options set",
                TrafficScript.withDwrrPort("rate 1mbit queues 64" + all[0])
                        .at(1)
                        .run("timeout 0.2 tc monitor > /run/monitor &")
                        .at(50)
                        .tc("qdisc replace dev ea root handle 2: dwrr rate 2mbit queues 64" + all[1])
                        .at(150)
                        .run("grep -q 'deleted qdisc dwrr 1:.* quantum 0:3000b .* 63:5063b ' /run/monitor")
                        .run("grep -q '^qdisc dwrr 2:.* quantum 0:3100b .* 63:5163b .* 7:7' /run/monitor")
                        .show(),
                trace ->
                        assertEquals(250_000, trace.last().options().get("rate").asInt()));
    }

    /** Marks at enqueue, GSO packets, and the backlog that the parent counts. */
    private static void child(GuestTestCases guestTestCases, String kind, double rate, String... parent) {
        int threshold = 10;
        TrafficScript trafficScript = TrafficScript.withoutQdisc();
        for (String command : parent) {
            trafficScript.tc(command);
        }
        trafficScript
                .tc("qdisc add dev ea parent 9:1 handle 1: dwrr rate 1mbit ecn-scheme per-queue queue-thresh all:"
                        + threshold * FULL_FRAME_ON_WIRE)
                .start()
                .at(1)
                .send(1, "flow=9 dscp=7");
        for (int queue = 0; queue < 3; queue++) {
            trafficScript.send(20, "flow=%d dscp=%d ecn=2".formatted(queue, queue));
        }
        trafficScript.udp(2, 10_000, 1000, 5, 0).show().at(300).show().at(3000).show();
        guestTestCases.add(
                "below " + kind + ": sends at the lower rate, marks, segments, and both count the same backlog",
                trafficScript,
                trace -> {
                    for (int queue = 0; queue < 3; queue++) {
                        assertEquals(20, trace.flow(queue).size());
                        for (CapturedPacket capturedPacket : trace.flow(queue)) {
                            // prio and htb dequeue the packet at the head only when it leaves; tbf dequeues one in
                            // advance
                            int slack = kind.equals("tbf") ? 1 : 0;
                            int occupancy = capturedPacket.seq() + 1;
                            if (Math.abs(occupancy - threshold - 0.5) > slack) {
                                assertEquals(occupancy > threshold, capturedPacket.isCe(), "packet " + capturedPacket);
                            }
                        }
                    }
                    assertEquals(20, trace.last().queue(5, "sent_packets"));
                    assertEquals(81, trace.packets().size());
                    for (TcSnapshot tcSnapshot : trace.snapshots()) {
                        assertEquals(
                                tcSnapshot.port("qlen"),
                                tcSnapshot.qdisc(kind).get("qlen").asLong(),
                                "qlen");
                        assertEquals(
                                tcSnapshot.port("backlog"),
                                tcSnapshot.qdisc(kind).get("backlog").asLong(),
                                "backlog");
                    }
                    assertEquals(0, trace.last().port("qlen"));
                    List<CapturedPacket> busy = trace.packets().subList(5, 50);
                    double seconds = (busy.get(44).arrivalNs() - busy.get(0).arrivalNs()) / 1e9;
                    // tbf does not count preamble, gap and FCS
                    double bits = busy.subList(1, 45).stream()
                                    .mapToInt(capturedPacket -> kind.equals("tbf")
                                            ? capturedPacket.frameBytes() - 4
                                            : capturedPacket.wireBytes())
                                    .sum()
                            * 8.0;
                    assertEquals(rate, bits / seconds, rate * 0.001, "bit/s");
                });
    }
}
