// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.host.Sleep;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.UserError;

/**
 * Saturates a port with bulk flows and samples all queues on their paths.
 *
 * <p>Two flows from each sender saturate most ports, but not if there is no delay between the hosts: TCP small queues
 * then limit a connection to about a millisecond of its rate in the queues below it, so that more flows are needed until
 * the port marks.
 */
final class PortSaturator {
    private static final int SAMPLES = 60;
    /**
     * Attempts to measure the full rate of a port that emulated virtual machines saturate. Other load on this machine can
     * only lower the measured rate, so that one measurement at the full rate is enough.
     */
    private static final int MAX_MEASUREMENTS = 8;

    private static final int INITIAL_FLOWS = 2;
    private static final int MAX_FLOWS = 32;
    private static final double PACING_FACTOR = 1.5;
    private static final double FULL_FRAME_BITS = EthernetFrame.FULL_WIRE_LENGTH * 8;
    /** Number of full frames that measure a rate to about one percent. */
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
        this.device = context.devices().device(plan.portHop().egress());
    }

    /** Runs the measurement. Sends no flows through a port without a qdisc, which would not limit them. */
    SaturationResult saturate() {
        if (plan.flows().isEmpty() || context.devices().qdiscs(device).isEmpty()) {
            return new SaturationResult(plan, device, Map.of(), "");
        }
        try (QueueSampler queueSampler = new QueueSampler(devices())) {
            addFlows(INITIAL_FLOWS);
            Map<NamespacedDevice, QueueSample> samples = measureSettled(queueSampler);
            while (!isMarkedOrDropped(samples.get(device)) && connections < MAX_FLOWS) {
                addFlows(connections / plan.flows().size());
                samples = measureSettled(queueSampler);
            }
            return saturate(samples);
        } catch (UserError e) {
            return new SaturationResult(plan, device, Map.of(), e.getMessage());
        } finally {
            flows.forEach(BulkFlow::close);
        }
    }

    /** Adds flows on each path. */
    private void addFlows(int count) {
        long bytesPerSecond = (long) (PACING_FACTOR * plan.portRate() / Byte.SIZE / INITIAL_FLOWS) + 1;
        for (NetworkPath networkPath : plan.flows()) {
            flows.addAll(context.flows().start(networkPath, bytesPerSecond, count));
            connections += count;
        }
    }

    /** Samples the queues after the flows have converged. */
    private Map<NamespacedDevice, QueueSample> measureSettled(QueueSampler queueSampler) {
        Sleep.until(System.nanoTime() + measurementTime().toNanos());
        Map<NamespacedDevice, QueueSample> samples = queueSampler.sampleFor(measurementTime(), SAMPLES);
        for (int i = 1; i < MAX_MEASUREMENTS && saturate(samples).isBelowRate() && context.isEmulated(plan); i++) {
            samples = queueSampler.sampleFor(measurementTime(), SAMPLES);
        }
        return samples;
    }

    private SaturationResult saturate(Map<NamespacedDevice, QueueSample> samples) {
        return new SaturationResult(plan, device, samples, "");
    }

    /** Whether the port marks or drops packets, or will never mark them. */
    private boolean isMarkedOrDropped(QueueSample queueSample) {
        return queueSample.marks().isEmpty()
                || queueSample.marks().getAsLong() > 0
                || queueSample.drops() > 0
                || !plan.flows().stream().allMatch(context::negotiatesEcn);
    }

    private Set<NamespacedDevice> devices() {
        Set<NamespacedDevice> devices = new LinkedHashSet<>();
        plan.flows().forEach(networkPath -> networkPath.hops().stream()
                .map(NetworkPath.PathHop::egress)
                .filter(context.devices()::isVisible)
                .forEach(linkEnd -> devices.add(context.devices().device(linkEnd))));
        return devices;
    }

    /** Returns the length of the warm-up, and of a measurement. */
    private Duration measurementTime() {
        Duration frames = Duration.ofNanos((long) (FRAMES * FULL_FRAME_BITS * 1e9 / plan.portRate()));
        Duration roundTrips = plan.flows().stream()
                .map(context::baseRtt)
                .max(Duration::compareTo)
                .orElseThrow()
                .multipliedBy(ROUND_TRIPS);
        Duration time = frames.compareTo(MAX_TIME) > 0 ? MAX_TIME : frames;
        time = time.compareTo(MIN_TIME) < 0 ? MIN_TIME : time;
        return time.compareTo(roundTrips) < 0 ? roundTrips : time;
    }
}
