// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The order of departures shows the queue of a packet: three packets that arrived in the queue before it leave before
 * it. From any other queue it would leave sooner.
 */
@Tag("lab")
@DisplayName("A packet is classified")
class ClassificationTest {
    private static final int OTHERS = 3;

    /**
     * The queue of a packet.
     *
     * @param options of the packet, as in frames.c
     * @param others options of packets that are certain to be in this queue
     */
    private record ExpectedQueue(String options, int queue, String others) {
        ExpectedQueue(String options, int queue, int dscpOfQueue) {
            this(options, queue, "dscp=" + dscpOfQueue);
        }

        static ExpectedQueue of(String options, int queue) {
            return new ExpectedQueue(options, queue, queue);
        }
    }

    @TestFactory
    @DisplayName("by class id, by filter, by DSCP or PCP")
    Stream<DynamicTest> queues() {
        GuestTestCases guestTestCases = new GuestTestCases();
        add(
                guestTestCases,
                "DSCP i goes to queue i, others to queue 0",
                TrafficScript.withDwrrPort("rate 10mbit"),
                List.of(
                        ExpectedQueue.of("dscp=0", 0),
                        ExpectedQueue.of("dscp=1", 1),
                        ExpectedQueue.of("dscp=2", 2),
                        ExpectedQueue.of("dscp=3", 3),
                        ExpectedQueue.of("dscp=4", 4),
                        ExpectedQueue.of("dscp=5", 5),
                        ExpectedQueue.of("dscp=6", 6),
                        ExpectedQueue.of("dscp=7", 7),
                        ExpectedQueue.of("dscp=8", 0),
                        ExpectedQueue.of("dscp=46", 0),
                        ExpectedQueue.of("dscp=63", 0)));
        add(
                guestTestCases,
                "the DSCP of IPv6 and VLAN packets is found; ARP and LLC go to queue 0; ECN is ignored",
                TrafficScript.withDwrrPort("rate 10mbit"),
                List.of(
                        ExpectedQueue.of("v=6 dscp=5", 5),
                        ExpectedQueue.of("v=6 dscp=1 ecn=3", 1),
                        ExpectedQueue.of("vlan=9 dscp=6", 6),
                        ExpectedQueue.of("vlan=9 v=6 dscp=2", 2),
                        ExpectedQueue.of("dscp=5 ecn=3", 5),
                        ExpectedQueue.of("v=arp", 0),
                        ExpectedQueue.of("v=llc", 0),
                        ExpectedQueue.of("v=arp vlan=9", 0)));
        add(
                guestTestCases,
                "a queue without code points gets none; unmapped DSCPs and what is not IP go to the default queue",
                TrafficScript.withDwrrPort("rate 10mbit queues 4 dscp 0:46 1:none 2:10 3:0 default-queue 1"),
                List.of(
                        new ExpectedQueue("dscp=46", 0, 46),
                        new ExpectedQueue("dscp=10", 2, 10),
                        new ExpectedQueue("dscp=0", 3, 0),
                        new ExpectedQueue("dscp=11", 1, 63),
                        new ExpectedQueue("v=6 dscp=1", 1, 63),
                        new ExpectedQueue("v=arp", 1, 63),
                        new ExpectedQueue("v=llc vlan=9", 1, 63)));
        everyCodePoint(guestTestCases);
        priorityCodePoints(guestTestCases);
        add(
                guestTestCases,
                "64 queues",
                TrafficScript.withDwrrPort("rate 10mbit queues 64"),
                List.of(
                        ExpectedQueue.of("dscp=0", 0),
                        ExpectedQueue.of("dscp=17", 17),
                        ExpectedQueue.of("dscp=63", 63),
                        ExpectedQueue.of("prio=1:40 dscp=3", 63)));
        add(
                guestTestCases,
                "one queue",
                TrafficScript.withDwrrPort("rate 10mbit queues 1"),
                List.of(
                        new ExpectedQueue("dscp=1", 0, 0),
                        new ExpectedQueue("dscp=63", 0, 0),
                        new ExpectedQueue("prio=1:2", 0, 0)));
        add(
                guestTestCases,
                "SO_PRIORITY that is a class of the port has precedence over DSCP; other values are ignored",
                TrafficScript.withDwrrPort("rate 10mbit"),
                List.of(
                        ExpectedQueue.of("prio=1:4 dscp=1", 3),
                        ExpectedQueue.of("prio=1:8 v=6 dscp=1", 7),
                        ExpectedQueue.of("prio=1:1 dscp=5", 0),
                        ExpectedQueue.of("prio=1:9 dscp=5", 5),
                        ExpectedQueue.of("prio=1:0 dscp=5", 5),
                        ExpectedQueue.of("prio=2:4 dscp=1", 1),
                        ExpectedQueue.of("prio=0:6 dscp=2", 2)));
        filters(guestTestCases);
        changedMap(guestTestCases);
        return guestTestCases.run();
    }

    /** Several code points and ranges for a queue, by name and number. */
    private static void everyCodePoint(GuestTestCases guestTestCases) {
        String map = "dscp 0:none 1:EF,va,0x2d 2:af41-af43,cs4-33 3:0-7 4:48-63";
        for (int version : new int[] {4, 6}) {
            add(
                    guestTestCases,
                    "every code point of IPv" + version + " goes to the queue of the map",
                    TrafficScript.withDwrrPort("rate 10mbit queues 6 default-queue 5 " + map),
                    IntStream.range(0, 64)
                            .mapToObj(dscp -> expectedByMap("v=" + version + " dscp=" + dscp, dscp))
                            .toList());
        }
    }

    private static ExpectedQueue expectedByMap(String options, int dscp) {
        if (dscp >= 44 && dscp <= 46) {
            return new ExpectedQueue(options, 1, 46);
        }
        if (dscp >= 32 && dscp <= 38) {
            return new ExpectedQueue(options, 2, 34);
        }
        return dscp < 8
                ? new ExpectedQueue(options, 3, 7)
                : dscp >= 48 ? new ExpectedQueue(options, 4, 56) : new ExpectedQueue(options, 5, 20);
    }

    /** The tag is in the frame or, where the device inserts it, beside the packet. */
    private static void priorityCodePoints(GuestTestCases guestTestCases) {
        String port = "rate 10mbit queues 4 trust pcp default-queue 2 pcp 0:6-7 1:0,5 2:none 3:1-3";
        int[] queues = {1, 3, 3, 3, 2, 1, 0, 0};
        List<ExpectedQueue> inFrame = new ArrayList<>();
        List<ExpectedQueue> besidePacket = new ArrayList<>();
        TrafficScript tagging = TrafficScript.withDwrrPort(port).setup(":").tc("qdisc add dev ea clsact");
        for (int pcp = 0; pcp < queues.length; pcp++) {
            String others = "vlan=9 pcp=" + List.of(6, 5, 4, 3).get(queues[pcp]);
            inFrame.add(new ExpectedQueue("vlan=9 dscp=46 pcp=" + pcp, queues[pcp], others));
            // a packet's source port is 1000 + its flow, and rule i has flow 10 i + 1
            tagging.tc(("filter add dev ea egress protocol ip prio 1 flower ip_proto udp src_port %d "
                            + "action vlan push id 9 priority %d")
                    .formatted(1001 + 10 * pcp, pcp));
            besidePacket.add(new ExpectedQueue("dscp=1", queues[pcp], others));
        }
        inFrame.add(new ExpectedQueue("v=arp vlan=9 pcp=7", 0, "vlan=9 pcp=6"));
        inFrame.add(new ExpectedQueue("v=6 vlan=9 pcp=5 dscp=0", 1, "vlan=9 pcp=0"));
        inFrame.add(new ExpectedQueue("dscp=1", 2, "vlan=9 pcp=4"));
        inFrame.add(new ExpectedQueue("v=6 dscp=3", 2, "vlan=9 pcp=4"));
        inFrame.add(new ExpectedQueue("prio=1:4 dscp=3", 3, "vlan=9 pcp=1"));
        add(
                guestTestCases,
                "a port that trusts PCPs: of the tag in the frame; without one to the default queue",
                TrafficScript.withDwrrPort(port),
                inFrame);
        add(
                guestTestCases,
                "a port that trusts PCPs: of the tag that the device inserts",
                tagging.start(),
                besidePacket);
    }

    private static void filters(GuestTestCases guestTestCases) {
        // a packet's source port is 1000 + its flow, and rule i has flow 10 i + 1
        TrafficScript trafficScript = TrafficScript.withDwrrPort("rate 10mbit")
                .tc("filter add dev ea parent 1: protocol ip prio 1 flower ip_proto udp src_port 1001 classid 1:4")
                .tc("filter add dev ea parent 1: protocol ip prio 1 flower ip_proto udp src_port 1021 classid 1:99")
                .tc("qdisc add dev ea clsact")
                .tc(
                        "filter add dev ea egress protocol ip prio 1 flower ip_proto udp src_port 1031 action skbedit priority 1:7")
                .start();
        add(
                guestTestCases,
                "a filter's class and skbedit's priority have precedence over DSCP; an invalid class is ignored",
                trafficScript,
                List.of(
                        ExpectedQueue.of("dscp=1", 3),
                        ExpectedQueue.of("dscp=1", 1),
                        ExpectedQueue.of("dscp=5", 5),
                        ExpectedQueue.of("dscp=1", 6)));

        String events = "/sys/kernel/tracing/events/dwrr/";
        guestTestCases.add(
                "packets that a filter drops are counted and traced, those that it takes are not; no other is lost",
                TrafficScript.withDwrrPort("rate 10mbit")
                        .tc(
                                "filter add dev ea parent 1: protocol ip prio 1 flower ip_proto udp src_port 1001 action drop")
                        .tc(
                                "filter add dev ea parent 1: protocol ip prio 1 flower ip_proto udp src_port 1003 action trap")
                        .run("mount -t tracefs tracefs /sys/kernel/tracing")
                        .run("echo 1 > " + events + "dwrr_drop/enable")
                        .start()
                        .at(1)
                        .send(5, "flow=1")
                        .send(7, "flow=2")
                        .send(9, "flow=3")
                        .run("test $(grep -c \"queue=-1 \" /sys/kernel/tracing/trace) = 5")
                        .run("echo 0 > " + events + "dwrr_drop/enable")
                        .at(100)
                        .show(),
                trace -> {
                    assertEquals(
                            List.of(0, 7, 0),
                            Stream.of(1, 2, 3)
                                    .map(flow -> trace.flow(flow).size())
                                    .toList());
                    assertEquals(5, trace.last().port("dropped_filter"));
                    assertEquals(12, trace.last().port("arrived_packets"));
                    assertEquals(7, trace.last().port("sent_packets"));
                });
    }

    private static void changedMap(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a change of the DSCPs affects later packets only; queued packets stay",
                TrafficScript.withDwrrPort("rate 10mbit")
                        .at(1)
                        .send(4, "flow=0 dscp=0")
                        .send(4, "flow=1 dscp=1")
                        .change("dscp 0:1 1:0")
                        .send(1, "flow=2 dscp=1")
                        .at(100)
                        .show(),
                trace -> {
                    assertEquals(List.of(0, 0, 1, 0, 1, 0, 1, 2, 1), trace.flows());
                    assertEquals(5, trace.last().queue(0, "sent_packets"));
                });
    }

    private static void add(
            GuestTestCases guestTestCases, String name, TrafficScript trafficScript, List<ExpectedQueue> rules) {
        for (int i = 0; i < rules.size(); i++) {
            ExpectedQueue expectedQueue = rules.get(i);
            // the first packet leaves at once in any case
            trafficScript
                    .at(1 + i * 20)
                    .send(OTHERS + 1, "flow=%d %s".formatted(10 * i, expectedQueue.others()))
                    .send(1, "len=500 flow=%d %s".formatted(10 * i + 1, expectedQueue.options()));
        }
        guestTestCases.add(name, trafficScript.at(1 + rules.size() * 20).show(), trace -> {
            for (int i = 0; i < rules.size(); i++) {
                int flow = 10 * i;
                List<Integer> order = trace.flows().stream()
                        .filter(one -> one == flow || one == flow + 1)
                        .toList();
                assertEquals(
                        List.of(flow, flow, flow, flow, flow + 1),
                        order,
                        rules.get(i).toString());
            }
            for (int queue = 0; queue < trace.last().queues().size(); queue++) {
                int number = queue;
                long packets = rules.stream()
                                .filter(expectedQueue -> expectedQueue.queue() == number)
                                .count()
                        * (OTHERS + 2);
                assertEquals(packets, trace.last().queue(queue, "packets"), "packet counter of tc for queue " + queue);
            }
            assertTrue(trace.packets().stream()
                    .noneMatch(capturedPacket -> capturedPacket.checksums().equals("bad")));
        });
    }
}
