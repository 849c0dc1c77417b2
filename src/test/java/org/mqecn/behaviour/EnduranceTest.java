// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** On the debug kernel this test finds leaks and uses after free. */
@Tag("lab")
@DisplayName("A port is added and deleted repeatedly")
class EnduranceTest {
    /** On the debug kernel, a process takes ten times as long; 240 rounds have each change and each number of queues. */
    private static final int ROUNDS = TestGuest.DEBUG ? 240 : 1000;
    /** Adding or deleting a qdisc waits for RCU. */
    private static final double ROUND_MS = 40;

    private static final List<String> CHANGES = List.of(
            "ecn-scheme mq-ecn",
            "scheduler wrr",
            "rate 10mbit",
            "mark-at dequeue ecn-scheme per-port",
            "ecn-scheme tcn",
            "buffer-mode static",
            "ecn-scheme codel",
            "quantum all:3076",
            "prio all:2",
            "scheduler wfq",
            "dscp 0:2 default-queue 0");
    private static final List<String> EIFFEL_CHANGES = List.of(
            "policy strict",
            "granularity 1ms",
            "buckets 64",
            "policy srpt limit 3",
            "hash-buckets 1",
            "policy edf",
            "pacing off",
            "policy lqf",
            "maxrate none",
            "policy wfq rank-from mark",
            "horizon 1us");

    @TestFactory
    @DisplayName("under traffic")
    Stream<DynamicTest> rounds() {
        GuestTestCases guestTestCases = new GuestTestCases("modprobe sch_eiffel\n");
        dwrr(guestTestCases);
        eiffel(guestTestCases);
        return guestTestCases.run();
    }

    private static void dwrr(GuestTestCases guestTestCases) {
        TrafficScript trafficScript =
                TrafficScript.withoutQdisc().setup(":").withoutCapture().start();
        for (int round = 0; round < ROUNDS; round++) {
            add(trafficScript, round, "dwrr rate 1mbit queues %d shared-buffer 20000".formatted(1 + round * 7 % 64));
            trafficScript.change(CHANGES.get(round % CHANGES.size())).send(2, "dscp=2 len=64");
            if (round % 10 == 0) {
                trafficScript
                        .tc("filter add dev ea parent 1: protocol ip prio 1 flower ip_proto udp classid 1:1")
                        .udp(1, 10_000, 1000, 3, 2)
                        .show();
            }
            delete(trafficScript, round);
        }
        trafficScript
                .tc("qdisc add dev ea root handle 1: dwrr rate 1mbit")
                .start()
                .send(5, "")
                .at(100)
                .show()
                .counters();
        guestTestCases.add(ROUNDS + " rounds of add, change and delete: dwrr", trafficScript, trace -> {
            assertEquals(ROUNDS / 10 + 1, trace.snapshots().size());
            for (TcSnapshot tcSnapshot : trace.snapshots()) {
                assertEquals(
                        tcSnapshot.port("arrived_packets"),
                        tcSnapshot.port("sent_packets")
                                + tcSnapshot.port("backlog_packets")
                                + TcSnapshot.dropped(tcSnapshot.port()));
            }
            assertEquals(5, trace.last().port("sent_packets"));
            // in each round one packet leaves at once, and the others are dropped with the port
            assertTrue(trace.deviceCounters().get(0).packets() >= ROUNDS + 5);
        });
    }

    /** The qdisc has throttled packets and packets that are pushed out while it is changed, replaced and deleted. */
    private static void eiffel(GuestTestCases guestTestCases) {
        int rounds = ROUNDS / 4;
        TrafficScript trafficScript =
                TrafficScript.withoutQdisc().setup(":").withoutCapture().start();
        for (int round = 0; round < rounds; round++) {
            add(
                    trafficScript,
                    round,
                    "eiffel orphan-mask 65535 maxrate 1mbit limit 20 quantum 1514 initial-quantum 1514");
            trafficScript
                    .tc("qdisc change dev ea root eiffel " + EIFFEL_CHANGES.get(round % EIFFEL_CHANGES.size()))
                    .send(9, "flow=3 dscp=10")
                    .send(9, "flow=4 dscp=14")
                    .send(2, "flow=5 dscp=46 len=64");
            if (round % 10 == 0) {
                trafficScript
                        .udp(1, 10_000, 1000, 3, 2)
                        .show()
                        .tc("qdisc replace dev ea root handle 1: eiffel policy " + (round % 20 == 0 ? "lqf" : "srpt"))
                        .show();
            }
            delete(trafficScript, round);
        }
        trafficScript
                .tc("qdisc add dev ea root handle 1: eiffel")
                .start()
                .send(5, "")
                .at(100)
                .show()
                .counters();
        guestTestCases.add(rounds + " rounds of add, change, replace and delete: eiffel", trafficScript, trace -> {
            assertEquals(rounds / 10 * 2 + 1, trace.snapshots().size());
            for (TcSnapshot tcSnapshot : trace.snapshots()) {
                assertEquals(
                        tcSnapshot.port("flows"),
                        tcSnapshot.port("inactive_flows")
                                + tcSnapshot.port("ready_flows")
                                + tcSnapshot.port("throttled_flows"));
            }
            assertEquals(0, trace.last().port("qlen"));
            assertTrue(trace.deviceCounters().get(0).packets() >= rounds + 5);
        });
    }

    /** A qdisc, and packets that wait in it. */
    private static void add(TrafficScript trafficScript, int round, String options) {
        trafficScript
                .tc("qdisc add dev ea root handle 1: " + options)
                .at((round + 0.5) * ROUND_MS)
                .send(9, "dscp=0 ecn=2")
                .send(9, "dscp=1 v=6 ecn=1");
    }

    private static void delete(TrafficScript trafficScript, int round) {
        if (round % 50 == 0) {
            trafficScript
                    .run("ip link set ea down")
                    .run("ip link set ea up")
                    .run("ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 dev ea")
                    .send(5, "ecn=2");
        }
        trafficScript.tc("qdisc del dev ea root").at((round + 1) * ROUND_MS);
    }

    @Test
    @DisplayName("the module cannot be unloaded while it is in use; loaded again, it works in every namespace")
    void module() {
        String output = TestGuest.run(
                folder ->
                        """
                wire a ea b eb
                for round in 1 2 3; do
                    ip netns add late$round
                    tc -n a qdisc add dev ea root handle 1: dwrr rate 1mbit
                    ip netns exec a sh -c 'echo 3 > /proc/sys/dwrr/ecn_scheme'
                    ! rmmod sch_dwrr 2> /dev/null
                    tc -n a qdisc del dev ea root
                    sleep 0.1
                    rmmod sch_dwrr
                    ! ip netns exec a test -e /proc/sys/dwrr
                    modprobe sch_dwrr
                    ip netns exec a cat /proc/sys/dwrr/ecn_scheme
                    ip netns exec late$round cat /proc/sys/dwrr/ecn_scheme
                done
                ip -all netns delete
                sleep 0.1
                rmmod sch_dwrr
                test ! -e /proc/sys/dwrr && echo gone
                """);
        assertEquals(
                "1\n1\n".repeat(3) + "gone\n",
                output.lines()
                        .filter(line -> line.matches("\\d+|gone"))
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
    }
}
