// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.mqecn.behaviour.eiffel.EiffelModel;
import org.mqecn.behaviour.eiffel.ModelLink;
import org.mqecn.behaviour.eiffel.ModelOptions;
import org.mqecn.behaviour.eiffel.ModelPacket;
import org.mqecn.behaviour.eiffel.ModelPolicy;
import org.mqecn.behaviour.eiffel.RandomTraffic;
import org.mqecn.behaviour.model.ModelComparison;
import org.mqecn.behaviour.model.ModelEvent;
import org.mqecn.behaviour.model.ObservedDeparture;

/**
 * Sends random traffic through random qdiscs, both derived from a seed. The model predicts each departing packet, its
 * time and its ECN mark. {@code -Dmqecn.seed=N} runs that seed only.
 */
@Tag("lab")
@DisplayName("An eiffel qdisc agrees with its model")
class EiffelModelTest {
    private static final int SEEDS = TestGuest.DEBUG ? 1 : 4;
    private static final int PACKETS = 600;
    private static final String PROLOGUE = "modprobe sch_eiffel\nprepare() { mirror a ea ein; }\n";
    private static final List<String> COUNTERS = List.of(
            "limit_drops",
            "pushed_out",
            "flows_plimit",
            "horizon_drops",
            "horizon_caps",
            "ce_mark",
            "highprio_packets",
            "throttled",
            "pkts_too_long");

    @TestFactory
    @DisplayName("packet by packet")
    Stream<DynamicTest> compare() {
        GuestTestCases guestTestCases = new GuestTestCases(PROLOGUE);
        long first = Long.getLong("mqecn.seed", 1);
        for (long seed = first; seed < (System.getProperty("mqecn.seed") == null ? first + SEEDS : first + 1); seed++) {
            for (ModelPolicy modelPolicy : ModelPolicy.values()) {
                for (ModelLink modelLink : ModelLink.values()) {
                    add(guestTestCases, modelPolicy, modelLink, seed);
                }
            }
        }
        return guestTestCases.run();
    }

    private static void add(GuestTestCases guestTestCases, ModelPolicy modelPolicy, ModelLink modelLink, long seed) {
        Random random = new Random(seed * 100 + modelPolicy.ordinal() * 10 + modelLink.ordinal());
        ModelOptions modelOptions = options(random, modelPolicy, modelLink);
        RandomTraffic randomTraffic = new RandomTraffic(random, PACKETS, 800_000);
        TrafficScript trafficScript =
                TrafficScript.withoutQdisc().capture(PACKETS + 100).captureIngress();
        modelLink.tc(modelOptions).forEach(trafficScript::tc);
        trafficScript.startAtMultiple(10);
        randomTraffic.steps().forEach(trafficScript::step);
        trafficScript.at(randomTraffic.endTime() / 1e6 + 20_000).show();
        String name =
                "%s, %s link, seed %d".formatted(modelPolicy, modelLink, seed).toLowerCase(Locale.ROOT);
        guestTestCases.add(name, trafficScript, trace -> check(trace, modelOptions, modelLink, randomTraffic));
    }

    static ModelOptions options(Random random, ModelPolicy modelPolicy, ModelLink modelLink) {
        boolean paced = modelLink == ModelLink.UNLIMITED || random.nextBoolean();
        return new ModelOptions(String.join(
                " ",
                "policy " + modelPolicy.name().toLowerCase(Locale.ROOT),
                "orphan-mask " + pick(random, 0, 0xffffffffL),
                "rank-from " + pick(random, "dscp", "priority", "mark"),
                "quantum " + pick(random, 256, 1514, 3028, 10_000),
                "initial-quantum " + pick(random, 256, 1514, 15_140),
                "limit " + pick(random, 20, 60, 10_000),
                "flow-limit " + pick(random, 3, 10, 100),
                "buckets " + pick(random, 64, 1000, 16_384),
                "granularity " + pick(random, 1_000, 8_000, 100_000, 1_000_000) + "ns",
                "timer-slack " + pick(random, 0, 0, 10_000, 500_000) + "ns",
                "pacing " + pick(random, "on", "on", "on", "off"),
                "maxrate " + (paced ? pick(random, 100_000, 200_000, 1_000_000) + "bps" : "none"),
                "low-rate-threshold " + pick(random, 0, 68_750, 150_000) + "bps",
                "refill-delay " + pick(random, 0, 40_000_000) + "ns",
                "ce-threshold " + pick(random, "none", "1000000ns", "5000000ns"),
                "horizon " + pick(random, 10_000_000L, 10_000_000_000L) + "ns",
                "beyond-horizon " + pick(random, "cap", "drop"),
                "deadline-unit " + pick(random, 100_000, 1_000_000, 100_000_000) + "ns"));
    }

    private static Object pick(Random random, Object... of) {
        return of[random.nextInt(of.length)];
    }

    private static void check(
            TrafficTrace trace, ModelOptions modelOptions, ModelLink modelLink, RandomTraffic randomTraffic) {
        long start = trace.startTimes().get(0);
        List<ModelEvent<EiffelModel>> arrivals = trace.ingressPackets().stream()
                .map(capturedPacket -> arrival(
                        start + capturedPacket.arrivalNs(),
                        randomTraffic.packet(capturedPacket.flow(), capturedPacket.seq(), start),
                        randomTraffic.rate(capturedPacket.flow(), capturedPacket.seq())))
                .toList();
        List<ObservedDeparture> departures = trace.packets().stream()
                .map(capturedPacket -> new ObservedDeparture(
                        capturedPacket.flow(),
                        capturedPacket.seq(),
                        capturedPacket.isCe(),
                        start + capturedPacket.arrivalNs()))
                .toList();
        ModelComparison.ComparisonResult<EiffelModel> comparisonResult = new ModelComparison<>(
                        () -> new EiffelModel(modelOptions),
                        modelLink,
                        modelOptions.timerSlack(),
                        0,
                        arrivals,
                        departures)
                .compare();
        comparisonResult
                .difference()
                .ifPresent(
                        text -> fail("the script started at %d, eiffel %s%n%s".formatted(start, modelOptions, text)));
        for (String name : COUNTERS) {
            assertEquals(comparisonResult.model().count(name), trace.last().port(name), name);
        }
    }

    /** @param rate new rate limit of the packet's socket; 0 if unchanged */
    private static ModelEvent<EiffelModel> arrival(long at, ModelPacket modelPacket, long rate) {
        return ModelEvent.arrival(at, eiffelModel -> {
            if (rate > 0) {
                eiffelModel.setMaxPacingRate(modelPacket.sender(), rate);
            }
            eiffelModel.enqueue(modelPacket, at);
        });
    }
}
