// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.mqecn.behaviour.scheme.EcnSharpModel;
import org.mqecn.behaviour.scheme.PortView;
import org.mqecn.behaviour.scheme.QueueModel.Verdict;

@Tag("lab")
@DisplayName("A marking scheme with a module of its own")
class SchemeTest {
    private static final int BURST = 60;
    private static final long SENT = 1_000_000;
    /** Transmission time of a full frame at 1 Mbit/s; half of it is far from every sojourn time. */
    private static final long FRAME = FULL_FRAME_ON_WIRE * 8_000L;

    private static final PortView PORT = new PortView(125_000, 2_000_000, 8, FULL_FRAME_ON_WIRE, false);

    private static final String CHANGE = "tc qdisc change dev ea root dwrr ";

    @TestFactory
    @DisplayName("is loaded by name, marks as its model does, and is unloaded when no port has it")
    Stream<DynamicTest> schemes() {
        GuestTestCases guestTestCases = new GuestTestCases();
        ecnSharp(guestTestCases);
        refused(guestTestCases);
        references(guestTestCases);
        controller(guestTestCases);
        weights(guestTestCases);
        step(guestTestCases);
        poolOfPorts(guestTestCases);
        poolAtDequeue(guestTestCases);
        return guestTestCases.run();
    }

    private static void ecnSharp(GuestTestCases guestTestCases) {
        long insTarget = 45 * FRAME + FRAME / 2;
        long pstTarget = 4 * FRAME + FRAME / 2;
        long pstInterval = 10 * FRAME + FRAME / 2;
        guestTestCases.add(
                "ecn-sharp marks a burst and a standing queue, packet by packet",
                TrafficScript.withDwrrPort(
                                "rate 1mbit scheme ecn-sharp ins-target %dns pst-target %dns pst-interval %dns"
                                        .formatted(insTarget, pstTarget, pstInterval))
                        .at(1)
                        .send(BURST, "flow=0 ecn=2")
                        .send(BURST, "flow=1 dscp=1 ecn=0")
                        .at(2000)
                        .show(),
                trace -> {
                    assertEquals(2 * BURST, trace.packets().size());
                    for (int flow = 0; flow < 2; flow++) {
                        EcnSharpModel model = new EcnSharpModel();
                        model.configure(new long[] {insTarget, pstTarget, pstInterval}, PORT);
                        for (CapturedPacket packet : trace.flow(flow)) {
                            boolean marked = model.depart(packet.arrivalNs(), packet.arrivalNs() - SENT, 0, 0, 0)
                                    == Verdict.MARK;
                            assertEquals(marked && flow == 0, packet.isCe(), "packet " + packet);
                        }
                        assertArrayEquals(model.statistics(0, 0), new long[] {
                            trace.last().queue(flow, "ins_marks"), trace.last().queue(flow, "pst_marks")
                        });
                    }
                    assertEquals(trace.count(CapturedPacket::isCe), trace.last().queue(0, "marked_packets"));
                    assertEquals(0, trace.last().queue(1, "marked_packets"));
                    assertEquals(insTarget, trace.last().queue(0, "threshold_ns"));
                    assertEquals(
                            "ecn-sharp",
                            trace.last().options().get("ecn-scheme").asText());
                    assertEquals(
                            pstTarget, trace.last().options().get("pst-target").asLong());
                });
    }

    private static void refused(GuestTestCases guestTestCases) {
        TrafficScript script = TrafficScript.withDwrrPort("rate 1mbit ecn-scheme ecn-sharp ins-target 1ms")
                .show();
        for (String wrong : List.of(
                "ecn-scheme ecn-sharp ins-target 2s|1ns to 1s",
                "ecn-scheme ecn-sharp ins-target 0:1ms|expected",
                "ecn-scheme ecn-sharp target 1ms|have no such option",
                "ins-target 1ms|no such option",
                "ecn-scheme no-such-scheme|no such scheme, and no module",
                "ecn-scheme ../../tmp/module|expected none, per-queue",
                "ecn-scheme ecn-sharp ecn-scheme ecn-sharp|given twice",
                "ecn-scheme ecn-sharp ecn-scheme tcn|a number or a name, not both")) {
            String[] parts = wrong.split("[|]");
            script.run("%s%s 2>&1 | grep -q \"%s\"".formatted(CHANGE, parts[0], parts[1]));
        }
        guestTestCases.add(
                "refuses what it does not know or allow, and nothing changes",
                script.show(),
                trace -> assertEquals(trace.first().options(), trace.last().options()));
    }

    /** A scheme changes live, keeps the values of its parameters while it stays, and loses them when it goes. */
    private static void references(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a port holds its module, whichever way the scheme changes",
                TrafficScript.withDwrrPort("rate 1mbit scheme ecn-sharp ins-target 1ms")
                        .at(1)
                        .send(BURST, "ecn=2")
                        .run("! rmmod sch_dwrr_ecn-sharp 2> /dev/null")
                        .change("ecn-scheme ecn-sharp pst-target 50us")
                        .show()
                        .change("ecn-scheme tcn")
                        .run("rmmod sch_dwrr_ecn-sharp")
                        .change("ecn-scheme ecn-sharp")
                        .show()
                        .run("sysctl -qw dwrr.ecn_scheme=3")
                        .run("rmmod sch_dwrr_ecn-sharp")
                        .change("ecn-scheme ecn-sharp")
                        .run("tc qdisc replace dev ea root handle 1: dwrr rate 1mbit")
                        .at(2000)
                        .show(),
                trace -> {
                    assertEquals(
                            1_000_000, trace.first().options().get("ins-target").asLong());
                    assertEquals(
                            50_000, trace.first().options().get("pst-target").asLong());
                    assertEquals(
                            200_000,
                            trace.snapshots().get(1).options().get("ins-target").asLong());
                    assertTrue(trace.last().options().has("ecn-scheme"));
                    assertEquals(BURST, trace.packets().size());
                });
    }

    /**
     * The burst does not respond to marks, so p' rises to its limit 1 / k, 50 %, and its square to 25 %. An L queue marks
     * with k p': all. The sojourn time then falls to 0 and p' with it.
     */
    private static void controller(GuestTestCases guestTestCases) {
        String often = "scheme pi2 pi2-update 10us";
        guestTestCases.add(
                "a controller runs on its timer, which ends with the scheme, the port and the namespace",
                TrafficScript.withDwrrPort("rate 1mbit scheme pi2 pi2-target 1ms pi2-l4s 1:on pi2-step 1s")
                        .at(1)
                        .send(BURST, "ecn=2")
                        .show()
                        .at(600)
                        .show()
                        .send(5, "flow=1 dscp=1 ecn=1")
                        .send(BURST, "flow=3 ecn=2")
                        .at(5000)
                        .send(5, "flow=2 dscp=1 ecn=1")
                        .show()
                        .at(5100)
                        .show()
                        .run("! rmmod sch_dwrr_pi2 2> /dev/null")
                        .change("ecn-scheme tcn")
                        .run("rmmod sch_dwrr_pi2")
                        .change(often)
                        .run("sleep 0.1; tc qdisc del dev ea root; tc qdisc add dev ea root handle 1: dwrr rate 1mbit "
                                + often)
                        .run("ip netns add x; ip -n x link add dummy1 type dummy; ip -n x link set dummy1 up;"
                                + " tc -n x qdisc add dev dummy1 root dwrr rate 1mbit %s; sleep 0.1; ip netns del x; sleep 1"
                                        .formatted(often))
                        .run("tc qdisc change dev ea root dwrr ecn-scheme none")
                        .run("rmmod sch_dwrr_pi2")
                        .at(9000)
                        .show(),
                trace -> {
                    List<Long> probabilities = trace.snapshots().stream()
                            .limit(3)
                            .flatMap(tc -> Stream.of(0, 1, 2).map(queue -> tc.queue(queue, "pi2_probability")))
                            .toList();
                    assertEquals(List.of(0L, 0L, 0L, 25L, 100L, 0L, 0L, 0L, 0L), probabilities);
                    assertEquals(2 * BURST + 10, trace.packets().size());
                    assertEquals(5, marked(trace, 1), "while the Classic queue is congested");
                    assertEquals(BURST / 4, marked(trace, 3), 5 * 3.4, "five standard deviations");
                    assertTrue(marked(trace, 3) > 0);
                    assertEquals(0, marked(trace, 2), "afterwards");
                });
    }

    /** Of both schemes, K_i is a third and two thirds of 46,140 bytes; of the second, only while both queues have packets. */
    private static void weights(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "thresholds are shares by weight, of all queues or of those with packets, with WFQ too",
                TrafficScript.withDwrrPort("rate 1mbit queues 2 scheduler wfq quantum 0:1538 1:3076"
                                + " scheme per-queue-min min-thresh 46140")
                        .at(1)
                        .send(BURST, "flow=0 ecn=2")
                        .send(BURST, "flow=1 dscp=1 ecn=2")
                        .show()
                        .change("ecn-scheme mq-ecn-general general-thresh 46140 general-interval 1ms")
                        .at(200)
                        .show()
                        .at(4000)
                        .show(),
                trace -> {
                    long[][] expected = {{15_380, 30_760}, {15_380, 30_760}, {46_140, 46_140}};
                    for (int i = 0; i < expected.length; i++) {
                        TcSnapshot tc = trace.snapshots().get(i);
                        assertEquals(expected[i][0], tc.queue(0, "threshold_bytes"));
                        assertEquals(expected[i][1], tc.queue(1, "threshold_bytes"));
                    }
                    assertEquals(4614, trace.snapshots().get(1).queue(0, "general_quanta"), 1);
                    assertEquals(BURST - 11, marked(trace, 0), "one left at once, ten are not above K");
                    assertEquals(BURST - 20, marked(trace, 1));
                });
    }

    /** A shell command that sends nine frames of 1466 bytes on the wire through d0; eight of them are queued. */
    private static String fill(String netns) {
        return "for frame in 1 2 3 4 5 6 7 8 9; do ip netns exec %s bash -c 'head -c 1400 /dev/zero > /dev/udp/10.9.0.2/9'; done"
                .formatted(netns);
    }

    /** A shell command that sets up d0, a port of 1 Mbit/s. */
    private static String secondPort(String netns, String scheme) {
        return ("ip -n %1$s addr add 10.9.0.1/24 dev d0; ip -n %1$s link set d0 up;"
                        + " ip -n %1$s neigh replace 10.9.0.2 lladdr 02:00:00:00:00:03 dev d0;"
                        + " tc -n %1$s qdisc add dev d0 root handle 1: dwrr rate 1mbit ecn-scheme %2$s")
                .formatted(netns, scheme);
    }

    /** The pool is what ea and, while it is a part of it, d0 hold. Packets are marked if that is above ten full frames. */
    private static void poolOfPorts(GuestTestCases guestTestCases) {
        String pool = "service-pool pool-min 15380 pool-max 15380";
        long filled = 8 * 1466;
        guestTestCases.add(
                "service-pool marks by what the ports of a namespace hold that have it",
                TrafficScript.withDwrrPort("rate 1mbit scheme " + pool)
                        .run("ip link add d0 type dummy; " + secondPort("a", "none"))
                        .at(1)
                        .send(6, "flow=0 ecn=2")
                        .run(fill("a"))
                        .show()
                        .run("tc qdisc change dev d0 root dwrr ecn-scheme " + pool)
                        .show()
                        .send(2, "flow=1 ecn=2")
                        .show()
                        .run("tc qdisc change dev d0 root dwrr ecn-scheme tcn")
                        .show()
                        .send(2, "flow=2 ecn=2")
                        .run("tc qdisc change dev d0 root dwrr ecn-scheme " + pool)
                        .show()
                        .run("ip link set d0 down")
                        .show()
                        .run("ip link set d0 up; ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:03 dev d0")
                        .run(fill("a"))
                        .run("tc qdisc del dev d0 root")
                        .show()
                        .run("tc qdisc add dev d0 root handle 1: dwrr rate 1mbit scheme " + pool)
                        .run(fill("a"))
                        .show()
                        .run("ip link set d0 netns b; " + secondPort("b", pool))
                        .run(fill("b"))
                        .run("tc -n b -s class show dev d0 | grep -q 'pool-backlog %d'".formatted(filled))
                        .show()
                        .run("! rmmod sch_dwrr_service-pool 2> /dev/null")
                        .run("ip -n b link del d0")
                        .at(500)
                        .show()
                        .run("tc qdisc change dev ea root dwrr ecn-scheme none")
                        .run("rmmod sch_dwrr_service-pool"),
                trace -> {
                    long frame = FULL_FRAME_ON_WIRE;
                    assertEquals(
                            List.of(
                                    5 * frame,
                                    5 * frame + filled,
                                    7 * frame + filled,
                                    7 * frame,
                                    9 * frame + filled,
                                    9 * frame,
                                    9 * frame,
                                    9 * frame + filled,
                                    9 * frame,
                                    0L),
                            trace.snapshots().stream()
                                    .map(tc -> tc.queue(0, "pool_backlog"))
                                    .toList());
                    assertEquals(0, marked(trace, 0), "d0 is no part of the pool");
                    assertEquals(2, marked(trace, 1), "with d0, the pool is above its threshold");
                    assertEquals(0, marked(trace, 2), "and without d0 it is not");
                    assertEquals(10, trace.packets().size());
                });
    }

    private static void poolAtDequeue(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "service-pool marks departing packets by what remains",
                TrafficScript.withDwrrPort("rate 1mbit mark-at dequeue scheme service-pool pool-min 7690 pool-max 7690")
                        .at(1)
                        .send(11, "flow=0 ecn=2")
                        .at(500)
                        .show(),
                trace -> {
                    assertEquals(4, marked(trace, 0), "those that left nine to six frames");
                    assertEquals(0, trace.last().queue(0, "pool_backlog"));
                });
    }

    private static long marked(TrafficTrace trace, int flow) {
        return trace.flow(flow).stream().filter(CapturedPacket::isCe).count();
    }

    private static void step(GuestTestCases guestTestCases) {
        String step = 10 * FRAME + FRAME / 2 + "ns";
        guestTestCases.add(
                "tcn-probabilistic without a ramp is tcn",
                TrafficScript.withDwrrPort(
                                "rate 1mbit scheme tcn-probabilistic tcn-min %s tcn-max %s".formatted(step, step))
                        .at(1)
                        .send(BURST, "flow=0 ecn=2")
                        .at(2000)
                        .show(),
                trace -> {
                    assertEquals(BURST - 11, marked(trace, 0), "eleven packets waited for ten others at most");
                    assertEquals(BURST - 11, trace.last().queue(0, "marked_packets"));
                });
        guestTestCases.add(
                "tcn-probabilistic marks more as the sojourn time grows",
                TrafficScript.withDwrrPort("rate 1mbit scheme tcn-probabilistic tcn-min 0ns tcn-max 1s tcn-prob 100%")
                        .at(1)
                        .send(BURST, "flow=0 ecn=2")
                        .at(2000)
                        .show(),
                trace -> {
                    double mean = 0;
                    double variance = 0;
                    for (int packet = 1; packet < BURST; packet++) {
                        double probability = packet * FRAME / 1e9;
                        mean += probability;
                        variance += probability * (1 - probability);
                    }
                    assertEquals(mean, marked(trace, 0), 5 * Math.sqrt(variance));
                });
    }
}
