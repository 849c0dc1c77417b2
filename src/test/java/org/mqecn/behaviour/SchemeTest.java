// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.mqecn.behaviour.dwrr.EcnSharpModel;

@Tag("lab")
@DisplayName("A marking scheme with a module of its own")
class SchemeTest {
    private static final int BURST = 60;
    private static final long SENT = 1_000_000;
    /** Transmission time of a full frame at 1 Mbit/s; half of it is far from every sojourn time. */
    private static final long FRAME = FULL_FRAME_ON_WIRE * 8_000L;

    private static final String CHANGE = "tc qdisc change dev ea root dwrr ";

    @TestFactory
    @DisplayName("is loaded by name, marks as its model does, and is unloaded when no port has it")
    Stream<DynamicTest> schemes() {
        GuestTestCases guestTestCases = new GuestTestCases();
        ecnSharp(guestTestCases);
        refused(guestTestCases);
        references(guestTestCases);
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
                        EcnSharpModel model = new EcnSharpModel(insTarget, pstTarget, pstInterval);
                        for (CapturedPacket packet : trace.flow(flow)) {
                            boolean marked = model.marks(packet.arrivalNs(), packet.arrivalNs() - SENT);
                            assertEquals(marked && flow == 0, packet.isCe(), "packet " + packet);
                        }
                        assertEquals(
                                model.statistics(),
                                trace.last().queue(flow, "ins_marks") + " "
                                        + trace.last().queue(flow, "pst_marks"));
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
}
