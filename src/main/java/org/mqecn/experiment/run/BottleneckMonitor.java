// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.mqecn.experiment.run.DeviceQueueReader.QueueReading;
import org.mqecn.experiment.scenario.MeasurementSpec;
import org.mqecn.experiment.scenario.MeasurementSpec.MeasuredPort;
import org.mqecn.result.ValidityReason;
import org.mqecn.topology.Link;
import org.mqecn.value.EthernetFrame;

/**
 * Finds out whether hosts dropped packets and, if one port is measured, whether it was the bottleneck: compares backlog,
 * marks and drops of all queues of the testbed during the measurement. Of several measured ports, none is to be the
 * bottleneck.
 */
final class BottleneckMonitor implements AutoCloseable {
    /** Interval between samples of all queues, and the least number of samples of a measurement. */
    private static final long SAMPLING_INTERVAL_NS = 50_000_000;

    private static final int LEAST_SAMPLES = 10;
    /** An average backlog of two full packets or less is no bottleneck. */
    private static final double NEGLIGIBLE_BACKLOG = 2 * EthernetFrame.FULL_WIRE_LENGTH;

    private static final double NANOS = 1e9;

    private final TestbedAccess access;
    private final Optional<MonitoredDevice> measured;
    private final List<MonitoredDevice> others = new ArrayList<>();
    private final BackgroundTasks tasks = new BackgroundTasks();
    private final long intervalNs;
    private long beganNs;
    private double seconds;
    private volatile boolean sampling;

    BottleneckMonitor(TestbedAccess access, MeasurementSpec measurement) {
        Optional<Link.LinkEnd> port = measurement.onlyPort().map(MeasuredPort::linkEnd);
        this.access = access;
        this.measured = port.map(this::device);
        this.intervalNs = measurement
                .duration()
                .map(duration -> Math.min(SAMPLING_INTERVAL_NS, duration.toNanos() / LEAST_SAMPLES))
                .orElse(SAMPLING_INTERVAL_NS);
        for (Link link : access.testbed().links()) {
            link.ends().stream()
                    .filter(linkEnd -> port.filter(linkEnd::equals).isEmpty())
                    .filter(linkEnd -> port.isPresent() || access.hosts().contains(linkEnd.node()))
                    .forEach(linkEnd -> others.add(device(linkEnd)));
        }
    }

    private MonitoredDevice device(Link.LinkEnd linkEnd) {
        return new MonitoredDevice(
                linkEnd, access.callIn(linkEnd.node(), () -> DeviceQueueReader.open(linkEnd.device())));
    }

    /** A device and its queues. */
    private static final class MonitoredDevice {
        private final Link.LinkEnd linkEnd;
        private final DeviceQueueReader reader;
        private List<QueueReading> before;
        private List<QueueReading> after;
        private double backlogSum;
        private int samples;

        MonitoredDevice(Link.LinkEnd linkEnd, DeviceQueueReader reader) {
            this.linkEnd = linkEnd;
            this.reader = reader;
        }

        private synchronized List<QueueReading> read() {
            return reader.queues();
        }

        private synchronized void sample() {
            backlogSum += reader.queues().stream()
                    .mapToLong(QueueReading::backlogBytes)
                    .sum();
            samples++;
        }

        private long difference(ToLongFunction<QueueReading> counter) {
            return after.stream().mapToLong(counter).sum()
                    - before.stream().mapToLong(counter).sum();
        }

        long dropped() {
            return difference(QueueReading::dropped);
        }

        long marked() {
            return difference(queueReading -> queueReading.marked().orElse(0));
        }

        /**
         * Average backlog in bytes, without the packets that netem delays: by Little's law, these are rate times delay.
         */
        synchronized double averageBacklog(double seconds) {
            double late = difference(QueueReading::sentBytes)
                    / seconds
                    * after.stream().mapToLong(QueueReading::delayNs).max().orElse(0)
                    / NANOS;
            return samples == 0 ? 0 : Math.max(0, backlogSum / samples - late);
        }
    }

    private void forEachDevice(Consumer<MonitoredDevice> task) {
        measured.ifPresent(task);
        others.forEach(task);
    }

    void beginWindow(RunClock runClock) {
        beganNs = runClock.now();
        forEachDevice(monitoredDevice -> monitoredDevice.before = monitoredDevice.read());
        if (measured.isPresent()) {
            sampling = true;
            tasks.start("all queues", () -> sample(runClock));
        }
    }

    private Void sample(RunClock runClock) {
        for (long next = beganNs + SAMPLING_INTERVAL_NS; sampling; next += intervalNs) {
            runClock.sleepUntil(next);
            if (sampling) {
                forEachDevice(MonitoredDevice::sample);
            }
        }
        return null;
    }

    void endWindow(RunClock runClock) {
        sampling = false;
        forEachDevice(monitoredDevice -> monitoredDevice.after = monitoredDevice.read());
        seconds = (runClock.now() - beganNs) / NANOS;
    }

    void check(RunMeasurements measurements) {
        others.stream()
                .filter(other -> access.hosts().contains(other.linkEnd.node()))
                .forEach(host -> measurements.require(
                        ValidityReason.HOST_DROPS,
                        host.dropped() == 0,
                        "%s dropped %d packets before they reached the switch",
                        host.linkEnd.node(),
                        host.dropped()));
        measured.ifPresent(port -> others.forEach(other -> compare(measurements, port, other)));
    }

    private void compare(RunMeasurements measurements, MonitoredDevice port, MonitoredDevice other) {
        if (!access.hosts().contains(other.linkEnd.node())) {
            measurements.require(
                    ValidityReason.OTHER_BOTTLENECK,
                    other.dropped() <= port.dropped() && other.marked() <= port.marked(),
                    "the bottleneck is elsewhere: %s at %s dropped %d packets and marked %d, the measured port %d and %d",
                    other.linkEnd.device(),
                    other.linkEnd.node(),
                    other.dropped(),
                    other.marked(),
                    port.dropped(),
                    port.marked());
        }
        double backlog = other.averageBacklog(seconds);
        measurements.require(
                ValidityReason.OTHER_BOTTLENECK,
                backlog < NEGLIGIBLE_BACKLOG || backlog < port.averageBacklog(seconds),
                "the bottleneck is elsewhere: average backlog %.0f bytes at %s of %s, %.0f bytes at the measured port",
                backlog,
                other.linkEnd.device(),
                other.linkEnd.node(),
                port.averageBacklog(seconds));
    }

    @Override
    public void close() {
        sampling = false;
        forEachDevice(monitoredDevice -> monitoredDevice.reader.close());
    }
}
