// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.host.Sleep;
import org.mqecn.port.UserError;

/**
 * Fills a port with bulk flows and watches all queues on their ways.
 *
 * <p>Two flows a sender fill most ports. Where no delay lies between the hosts they do not: the kernel then lets a
 * connection have only about a millisecond of its rate in queues below it (TCP small queues), so that more of them
 * are needed until the port marks.
 */
final class Filling {
    private static final int SAMPLES = 60;
    /**
     * Looks at a port that machines fill whose processor is emulated, and shared: what disturbs them takes from the
     * port's rate and adds nothing to it, so that one look at its full rate shows it.
     */
    private static final int MOST_LOOKS = 8;
    private static final int FLOWS = 2;
    private static final int MOST_FLOWS = 32;
    private static final double PACED = 1.5;
    private static final double FULL_FRAME_BITS = 1538 * 8;
    /** So many full frames tell a rate to a percent, and some round trips are among them. */
    private static final int FRAMES = 3000;
    private static final int ROUND_TRIPS = 60;
    private static final Duration LEAST = Duration.ofMillis(25);
    private static final Duration MOST = Duration.ofSeconds(1);

    private final Bench bench;
    private final Plan plan;
    private final Device device;
    private final List<Flow> flows = new ArrayList<>();
    private int connections;

    Filling(Bench bench, Plan plan) {
        this.bench = bench;
        this.plan = plan;
        this.device = bench.device(plan.step().out());
    }

    /** Does it. Nothing is sent through a port on which nothing stands: nothing would hold it back. */
    Load load() {
        if (plan.flows().isEmpty() || bench.qdiscs(device).isEmpty()) {
            return new Load(plan, device, Map.of(), "");
        }
        try (Watch watch = new Watch(devices())) {
            add(FLOWS);
            Map<Device, Seen> seen = settled(watch);
            while (!isMarked(seen.get(device)) && connections < MOST_FLOWS) {
                add(connections / plan.flows().size());
                seen = settled(watch);
            }
            return load(seen);
        } catch (UserError e) {
            return new Load(plan, device, Map.of(), e.getMessage());
        } finally {
            flows.forEach(Flow::close);
        }
    }

    /** Adds so many flows on each of the ways. */
    private void add(int count) {
        long bytesPerSecond = (long) (PACED * plan.rate() / Byte.SIZE / FLOWS) + 1;
        for (Way way : plan.flows()) {
            flows.addAll(bench.start(way, bytesPerSecond, count));
            connections += count;
        }
    }

    /** What is seen once the flows have found their rates. */
    private Map<Device, Seen> settled(Watch watch) {
        Sleep.until(System.nanoTime() + time().toNanos());
        Map<Device, Seen> seen = watch.during(time(), SAMPLES);
        for (int i = 1; i < MOST_LOOKS && load(seen).isShort() && bench.isEmulated(plan); i++) {
            seen = watch.during(time(), SAMPLES);
        }
        return seen;
    }

    private Load load(Map<Device, Seen> seen) {
        return new Load(plan, device, seen, "");
    }

    /** Whether the port marks the flows, or never will. */
    private boolean isMarked(Seen seen) {
        return seen.marks().isEmpty() || seen.marks().getAsLong() > 0 || seen.drops() > 0
                || !plan.flows().stream().allMatch(way -> bench.agreeOnEcn(way.from(), way.to()));
    }

    private Set<Device> devices() {
        Set<Device> devices = new LinkedHashSet<>();
        plan.flows().forEach(way -> way.steps().stream().map(Way.Step::out).filter(bench::isHere)
                .forEach(end -> devices.add(bench.device(end))));
        return devices;
    }

    /** How long to warm up, and how long to look. */
    private Duration time() {
        Duration frames = Duration.ofNanos((long) (FRAMES * FULL_FRAME_BITS * 1e9 / plan.rate()));
        Duration trips = plan.flows().stream().map(this::roundTrip).max(Duration::compareTo).orElseThrow()
                .multipliedBy(ROUND_TRIPS);
        Duration time = frames.compareTo(MOST) > 0 ? MOST : frames;
        time = time.compareTo(LEAST) < 0 ? LEAST : time;
        return time.compareTo(trips) < 0 ? trips : time;
    }

    private Duration roundTrip(Way way) {
        return way.delay().multipliedBy(2).plus(bench.host(way.from()).stack().delay())
                .plus(bench.host(way.to()).stack().delay());
    }
}
