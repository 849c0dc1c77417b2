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
import org.mqecn.behaviour.eiffel.Comparison;
import org.mqecn.behaviour.eiffel.Link;
import org.mqecn.behaviour.eiffel.Options;
import org.mqecn.behaviour.eiffel.Policy;
import org.mqecn.behaviour.eiffel.Traffic;

/**
 * Random traffic through random qdiscs, all from a seed. Each packet that leaves is the one that the model names, at the
 * time that it names, with the mark that it gives. {@code -Dmqecn.seed=N} plays that seed and no other.
 */
@Tag("lab")
@DisplayName("An eiffel qdisc does what its model does")
class EiffelModelTest {
    private static final int SEEDS = Guests.DEBUG ? 1 : 4;
    private static final int PACKETS = 600;
    private static final String PROLOGUE = "modprobe sch_eiffel\nprepare() { mirror a ea ein; }\n";
    private static final List<String> COUNTERS = List.of("limit_drops", "pushed_out", "flows_plimit", "horizon_drops", "horizon_caps",
            "ce_mark", "highprio_packets", "throttled", "pkts_too_long");

    @TestFactory
    @DisplayName("packet by packet")
    Stream<DynamicTest> compare() {
        Scenes scenes = new Scenes(PROLOGUE);
        long first = Long.getLong("mqecn.seed", 1);
        for (long seed = first; seed < (System.getProperty("mqecn.seed") == null ? first + SEEDS : first + 1); seed++) {
            for (Policy policy : Policy.values()) {
                for (Link link : Link.values()) {
                    add(scenes, policy, link, seed);
                }
            }
        }
        return scenes.play();
    }

    private static void add(Scenes scenes, Policy policy, Link link, long seed) {
        Random random = new Random(seed * 100 + policy.ordinal() * 10 + link.ordinal());
        Options options = options(random, policy, link);
        Traffic traffic = new Traffic(random, PACKETS, 800_000);
        Wire wire = Wire.bare().capture(PACKETS + 100).mirror();
        link.tc(options).forEach(wire::tc);
        wire.startAtMultiple(10);
        traffic.score().forEach(wire::step);
        wire.at(traffic.end() / 1e6 + 20_000).show();
        String name = "%s, %s link, seed %d".formatted(policy, link, seed).toLowerCase(Locale.ROOT);
        scenes.add(name, wire, seen -> check(seen, options, link, traffic));
    }

    private static Options options(Random random, Policy policy, Link link) {
        boolean paced = link == Link.ENDLESS || random.nextBoolean();
        return new Options(String.join(" ", "policy " + policy.name().toLowerCase(Locale.ROOT),
                "orphan-mask " + one(random, 0, 0xffffffffL),
                "rank-from " + one(random, "dscp", "priority", "mark"),
                "quantum " + one(random, 256, 1514, 3028, 10_000),
                "initial-quantum " + one(random, 256, 1514, 15_140),
                "limit " + one(random, 20, 60, 10_000),
                "flow-limit " + one(random, 3, 10, 100),
                "buckets " + one(random, 64, 1000, 16_384),
                "granularity " + one(random, 1_000, 8_000, 100_000, 1_000_000) + "ns",
                "timer-slack " + one(random, 0, 0, 10_000, 500_000) + "ns",
                "pacing " + one(random, "on", "on", "on", "off"),
                "maxrate " + (paced ? one(random, 100_000, 200_000, 1_000_000) + "bps" : "none"),
                "low-rate-threshold " + one(random, 0, 68_750, 150_000) + "bps",
                "refill-delay " + one(random, 0, 40_000_000) + "ns",
                "ce-threshold " + one(random, "none", "1000000ns", "5000000ns"),
                "horizon " + one(random, 10_000_000L, 10_000_000_000L) + "ns",
                "beyond-horizon " + one(random, "cap", "drop"),
                "deadline-unit " + one(random, 100_000, 1_000_000, 100_000_000) + "ns"));
    }

    private static Object one(Random random, Object... of) {
        return of[random.nextInt(of.length)];
    }

    private static void check(Observation seen, Options options, Link link, Traffic traffic) {
        long start = seen.starts().get(0);
        List<Comparison.Entered> entered = seen.entered().stream().map(packet -> new Comparison.Entered(
                traffic.packet(packet.flow(), packet.seq(), start), traffic.rate(packet.flow(), packet.seq()),
                start + packet.ns())).toList();
        List<Comparison.Left> left = seen.packets().stream().map(packet -> new Comparison.Left(packet.flow(),
                packet.seq(), packet.ce(), start + packet.ns())).toList();
        Comparison.Outcome outcome = new Comparison(options, link, entered, left).compare();
        outcome.difference().ifPresent(text -> fail("the score began at %d, eiffel %s%n%s".formatted(start, options,
                text)));
        for (String name : COUNTERS) {
            assertEquals(outcome.model().count(name), seen.last().port(name), name);
        }
    }
}
