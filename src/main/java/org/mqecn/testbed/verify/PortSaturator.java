// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.host.Sleep;
import org.mqecn.value.UserError;

/**
 * Fills a port with bulk flows and watches all queues on their ways.
 *
 * <p>Two flows a sender fill most ports. Where no delay lies between the hosts they do not: the kernel then lets a
 * connection have only about a millisecond of its rate in queues below it (TCP small queues), so that more of them
 * are needed until the port marks.
 */
final class PortSaturator {
    private static final int SAMPLES = 60;
    /**
     * Looks at a port that machines fill whose processor is emulated, and shared: what disturbs them takes from the
     * port's rate and adds nothing to it, so that one look at its full rate shows it.
     */
    private static final int MAX_MEASUREMENTS = 8;

    private static final int INITIAL_FLOWS = 2;
    private static final int MAX_FLOWS = 32;
    private static final double PACING_FACTOR = 1.5;
    private static final double FULL_FRAME_BITS = 1538 * 8;
    /** So many full frames tell a rate to a percent, and some round trips are among them. */
    private static final int FRAMES = 3000;

    private static final int ROUND_TRIPS = 60;
    private static final Duration MIN_TIME = Duration.ofMillis(25);
    private static final Duration MAX_TIME = Duration.ofSeconds(1);

    private final VerifyContext context;
    private final SaturationPlan plan;
    private final NamespacedDevice device;
    private final List<BulkFlow> flows = new ArrayList<>();
    private int connections;

    PortSaturator(VerifyContext context, SaturationPlan plan) {
        this.context = context;
        this.plan = plan;
        this.device = context.device(plan.portHop().egress());
    }

    /** Does it. Nothing is sent through a port on which nothing stands: nothing would hold it back. */
    SaturationResult saturate() {
        if (plan.flows().isEmpty() || context.qdiscs(device).isEmpty()) {
            return new SaturationResult(plan, device, Map.of(), "");
        }
        try (QueueSampler queueSampler = new QueueSampler(devices())) {
            addFlows(INITIAL_FLOWS);
            Map<NamespacedDevice, QueueSample> seen = measureSettled(queueSampler);
            while (!isMarkedOrDropped(seen.get(device)) && connections < MAX_FLOWS) {
                addFlows(connections / plan.flows().size());
                seen = measureSettled(queueSampler);
            }
            return saturate(seen);
        } catch (UserError e) {
            return new SaturationResult(plan, device, Map.of(), e.getMessage());
        } finally {
            flows.forEach(BulkFlow::close);
        }
    }

    /** Adds so many flows on each of the ways. */
    private void addFlows(int count) {
        long bytesPerSecond = (long) (PACING_FACTOR * plan.portRate() / Byte.SIZE / INITIAL_FLOWS) + 1;
        for (NetworkPath networkPath : plan.flows()) {
            flows.addAll(context.startFlows(networkPath, bytesPerSecond, count));
            connections += count;
        }
    }

    /** What is seen once the flows have found their rates. */
    private Map<NamespacedDevice, QueueSample> measureSettled(QueueSampler queueSampler) {
        Sleep.until(System.nanoTime() + measurementTime().toNanos());
        Map<NamespacedDevice, QueueSample> seen = queueSampler.sampleFor(measurementTime(), SAMPLES);
        for (int i = 1; i < MAX_MEASUREMENTS && saturate(seen).isBelowRate() && context.isEmulated(plan); i++) {
            seen = queueSampler.sampleFor(measurementTime(), SAMPLES);
        }
        return seen;
    }

    private SaturationResult saturate(Map<NamespacedDevice, QueueSample> seen) {
        return new SaturationResult(plan, device, seen, "");
    }

    /** Whether the port marks the flows, or never will. */
    private boolean isMarkedOrDropped(QueueSample queueSample) {
        return queueSample.marks().isEmpty()
                || queueSample.marks().getAsLong() > 0
                || queueSample.drops() > 0
                || !plan.flows().stream()
                        .allMatch(networkPath -> context.negotiatesEcn(networkPath.from(), networkPath.to()));
    }

    private Set<NamespacedDevice> devices() {
        Set<NamespacedDevice> devices = new LinkedHashSet<>();
        plan.flows().forEach(networkPath -> networkPath.hops().stream()
                .map(NetworkPath.PathHop::egress)
                .filter(context::isLocal)
                .forEach(linkEnd -> devices.add(context.device(linkEnd))));
        return devices;
    }

    /** How long to warm up, and how long to look. */
    private Duration measurementTime() {
        Duration frames = Duration.ofNanos((long) (FRAMES * FULL_FRAME_BITS * 1e9 / plan.portRate()));
        Duration trips = plan.flows().stream()
                .map(this::baseRtt)
                .max(Duration::compareTo)
                .orElseThrow()
                .multipliedBy(ROUND_TRIPS);
        Duration time = frames.compareTo(MAX_TIME) > 0 ? MAX_TIME : frames;
        time = time.compareTo(MIN_TIME) < 0 ? MIN_TIME : time;
        return time.compareTo(trips) < 0 ? trips : time;
    }

    private Duration baseRtt(NetworkPath networkPath) {
        return networkPath
                .propagationDelay()
                .multipliedBy(2)
                .plus(context.host(networkPath.from()).stack().delay())
                .plus(context.host(networkPath.to()).stack().delay());
    }
}
