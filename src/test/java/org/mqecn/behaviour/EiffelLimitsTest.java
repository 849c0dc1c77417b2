// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Cases that the random traffic of {@link EiffelModelTest} would hardly cover. */
@Tag("lab")
@DisplayName("An eiffel qdisc keeps its limits")
class EiffelLimitsTest {
    private static final int AF11 = 10;
    private static final int AF12 = 12;
    private static final int AF13 = 14;

    @TestFactory
    @DisplayName("of packets and of rates")
    Stream<DynamicTest> behaviour() {
        GuestTestCases guestTestCases = new GuestTestCases("modprobe sch_eiffel\n");
        dropLevels(guestTestCases);
        prioritiesAsRanks(guestTestCases);
        shortestRemaining(guestTestCases);
        firstComeFirstServed(guestTestCases);
        coarseBuckets(guestTestCases);
        distantDeadlines(guestTestCases);
        nestedLimitOfOne(guestTestCases);
        changesWithBacklog(guestTestCases);
        memory(guestTestCases);
        return guestTestCases.run();
    }

    /** A link of 8 Mbit/s, on which flow 9 has just sent a packet. The limit is four packets. */
    private static TrafficScript full(String policy) {
        return TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: htb default 1")
                .tc("class add dev ea parent 1: classid 1:1 htb rate 8mbit ceil 8mbit burst 16 cburst 16 quantum 1514")
                .tc("qdisc add dev ea parent 1:1 handle 2: eiffel orphan-mask 65535 limit 4 policy " + policy)
                .start()
                .at(1)
                .send(1, "flow=9");
    }

    private static void dropLevels(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = full("strict")
                .send(2, "flow=3 dscp=" + AF13)
                .send(2, "flow=1 dscp=" + AF11)
                .send(1, "flow=2 dscp=" + AF12) // replaces one of AF13
                .send(1, "flow=4 dscp=" + AF13) // dropped: not better than any queued packet
                .send(1, "flow=1 dscp=" + AF11) // replaces the other of AF13
                .send(1, "flow=1 dscp=" + AF11) // replaces AF12
                .send(1, "flow=5 dscp=" + AF11) // dropped
                .show()
                .at(100)
                .show();
        guestTestCases.add(
                "strict: at the limit, the higher drop precedence is dropped first", trafficScript, trace -> {
                    assertEquals(List.of(9, 1, 1, 1, 1), trace.flows());
                    assertEquals(3, trace.last().port("pushed_out"));
                    assertEquals(2, trace.last().port("limit_drops"));
                    assertEquals(5, trace.last().port("drops"), "tc's own count");
                    assertEquals(4, trace.first().port("qlen"));
                });
    }

    /** 7, 23 and 39 are TC_PRIO_CONTROL in their lower four bits, but here they are ranks like any other. */
    private static void prioritiesAsRanks(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: tbf rate 8mbit burst 1600 limit 100000")
                .tc("qdisc add dev ea parent 1: handle 2: eiffel orphan-mask 65535 policy strict rank-from priority "
                        + "flow-limit 3")
                .start()
                .at(1)
                .send(3, "flow=1 prio=0:1")
                .send(3, "flow=0 prio=0:0")
                .send(3, "flow=22 prio=0:16")
                .send(8, "flow=23 prio=0:17")
                .send(3, "flow=39 prio=0:27")
                .send(3, "flow=7 prio=0:7")
                .at(100)
                .show();
        guestTestCases.add("strict: a priority is a rank, whatever its number", trafficScript, seen -> {
            List<Integer> flows = seen.flows();
            assertEquals(
                    List.of(0, 0, 0, 1, 7, 7, 7, 22, 22, 22, 23, 23, 23, 39, 39, 39), flows.subList(2, flows.size()));
            assertEquals(0, seen.last().port("highprio_packets"));
            assertEquals(5, seen.last().port("flows_plimit"));
        });
    }

    private static void shortestRemaining(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = full("srpt")
                .send(1, "flow=1 dscp=20")
                .send(1, "flow=1 dscp=19")
                .send(1, "flow=2 dscp=5")
                .send(1, "flow=2 dscp=4")
                .send(1, "flow=3 dscp=1") // replaces the packet of flow 1, the flow with the largest remaining size
                .send(1, "flow=4 dscp=63")
                .at(100)
                .show();
        guestTestCases.add("srpt: the flow with the largest remaining size is pushed out", trafficScript, trace -> {
            assertEquals(List.of(9, 3, 2, 2, 1), trace.flows());
            assertEquals(
                    List.of(0, 1),
                    List.of(trace.flow(9).get(0).dscp(), trace.flow(3).get(0).dscp()));
            assertEquals(19, trace.flow(1).get(0).dscp());
            assertEquals(1, trace.last().port("pushed_out"));
            assertEquals(1, trace.last().port("limit_drops"));
        });
    }

    private static void firstComeFirstServed(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = full("pacing")
                .send(4, "flow=3 dscp=" + AF13)
                .send(1, "flow=1 dscp=" + AF11)
                .at(100)
                .show();
        guestTestCases.add("pacing: no packet is pushed out", trafficScript, trace -> {
            assertEquals(List.of(9, 3, 3, 3, 3), trace.flows());
            assertEquals(0, trace.last().port("pushed_out"));
            assertEquals(1, trace.last().port("limit_drops"));
        });
    }

    /** Deadlines are seconds ahead; a window of the calendar covers 131 ms. */
    private static void distantDeadlines(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = full("edf deadline-unit 100ms")
                .send(1, "flow=1 dscp=63")
                .send(1, "flow=2 dscp=50")
                .send(1, "flow=3 dscp=5")
                .send(1, "flow=4 dscp=20")
                .at(100)
                .show();
        guestTestCases.add(
                "edf: deadlines beyond both windows are in order, too",
                trafficScript,
                trace -> assertEquals(List.of(9, 3, 4, 2, 1), trace.flows()));
    }

    /** A parent that sees the qdisc empty in between would deactivate its class. */
    private static void nestedLimitOfOne(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: tbf rate 8mbit burst 1600 limit 100000")
                .tc("qdisc add dev ea parent 1:1 handle 2: hfsc default 1")
                .tc("class add dev ea parent 2: classid 2:1 hfsc ls m2 10mbit")
                .tc("qdisc add dev ea parent 2:1 handle 3: hfsc default 1")
                .tc("class add dev ea parent 3: classid 3:1 hfsc ls m2 10mbit")
                .tc("qdisc add dev ea parent 3:1 handle 4: eiffel policy strict limit 1 flow-limit 1")
                .start()
                .at(1)
                .send(1, "flow=1 dscp=" + AF13)
                .send(1, "flow=2 dscp=" + AF13)
                .send(1, "flow=3 dscp=" + AF13)
                .send(1, "flow=4 dscp=" + AF11)
                .at(50)
                .send(1, "flow=5")
                .at(100);
        guestTestCases.add(
                "a limit of one packet, two levels below other qdiscs: the first packet is sent",
                trafficScript,
                trace -> assertEquals(List.of(1, 2, 3, 5), trace.flows()));
    }

    private static void changesWithBacklog(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: eiffel maxrate 8kbit")
                .start()
                .at(1)
                .send(3, "flow=1")
                .show()
                .tc("qdisc change dev ea root handle 1: eiffel limit 5000")
                .show();
        guestTestCases.add(
                "a flow that is throttled during a change stays so, and is counted once", trafficScript, trace -> {
                    assertEquals(1, trace.first().port("throttled"));
                    assertEquals(1, trace.last().port("throttled"));
                });
    }

    /** The addresses of the calendars, which are too large for anything but vmalloc, say whether they are new. */
    private static void memory(GuestTestCases guestTestCases) {
        String addresses = "grep sch_eiffel /proc/vmallocinfo | cut -d- -f1 > /run/";
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: eiffel buckets 262144")
                .start()
                .run(addresses + "first; test -s /run/first")
                .tc("qdisc change dev ea root handle 1: eiffel quantum 3000 flow-limit 50 maxrate 8mbit")
                .run(addresses + "second; cmp /run/first /run/second")
                .tc("qdisc change dev ea root handle 1: eiffel granularity 1us")
                .run(addresses + "third; ! cmp -s /run/first /run/third")
                .show();
        guestTestCases.add("a change rebuilds only the tables that it affects", trafficScript, seen -> {});
        String user = "unshare -Urn sh -c \"";
        guestTestCases.add(
                "who only owns a namespace has tables of a moderate size",
                TrafficScript.withoutQdisc()
                        .tc("qdisc add dev ea root handle 1: eiffel hash-buckets 262144")
                        .start()
                        .run(user + "tc qdisc add dev lo root eiffel buckets 65536 hash-buckets 262144\"")
                        .run(user + "! tc qdisc add dev lo root eiffel buckets 65537\"")
                        .show(),
                seen -> {});
    }

    private static void coarseBuckets(GuestTestCases guestTestCases) {
        int packets = 200;
        double each = 1.514;
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: eiffel granularity 2ms maxrate 8mbit flow-limit 1000 "
                        + "quantum 1514 initial-quantum 1514")
                .start()
                .at(1)
                .send(packets, "")
                .at(500)
                .show();
        guestTestCases.add(
                "a rate is kept even if buckets are wider than the interval of its packets", trafficScript, trace -> {
                    assertEquals(packets, trace.packets().size());
                    for (int i = 1; i < packets; i++) {
                        double early = 1 + i * each - trace.packets().get(i).arrivalNs() / 1e6;
                        assertTrue(early < 0.001 && early > -2.1, "packet " + i + " left " + early + " ms early");
                    }
                });
    }
}
