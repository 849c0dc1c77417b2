// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.mqecn.experiment.run.DeviceQueueReader.PortReading;
import org.mqecn.experiment.run.DeviceQueueReader.QueueReading;
import org.mqecn.experiment.scenario.MeasurementSpec;
import org.mqecn.port.QueueHistograms;
import org.mqecn.result.QueueRow;
import org.mqecn.result.ValidityReason;
import org.mqecn.topology.SwitchPorts;
import org.mqecn.value.EthernetFrame;

/** Samples the queues of the measured port from the start to the end of a run. */
final class PortSampler implements AutoCloseable {
    private static final double MAX_MISSING_SHARE = 0.01;

    private final MeasurementSpec measurement;
    private final long maxPacketBytes;
    private final DeviceQueueReader reader;
    private final List<QueueRow> rows = new ArrayList<>();
    private final List<QueueRow> last = new ArrayList<>();
    private final BackgroundTasks tasks = new BackgroundTasks();
    private PortReading before = PortReading.NONE;
    private PortReading after = PortReading.NONE;
    private long samples;
    private long gsoSamples;
    private long endedNs;
    private volatile boolean sampling = true;

    PortSampler(MeasurementSpec measurement, TestbedAccess access) {
        this.measurement = measurement;
        maxPacketBytes = EthernetFrame.wireLength(
                SwitchPorts.link(access.testbed(), measurement.port()).mtu());
        reader = access.callIn(
                measurement.port().node(),
                () -> DeviceQueueReader.open(measurement.port().device()));
    }

    DeviceQueueReader reader() {
        return reader;
    }

    void start(RunClock runClock) {
        tasks.start("port", () -> sample(runClock));
    }

    /** A sample whose time has passed is skipped. */
    private Void sample(RunClock runClock) {
        long every = measurement.samplingInterval().toNanos();
        for (long next = 0; sampling; next = (runClock.now() / every + 1) * every) {
            runClock.sleepUntil(next);
            if (sampling) {
                addSample(runClock.now() / 1000, read().queues());
            }
        }
        return null;
    }

    /** Netlink answers one dump at a time on a socket. */
    private synchronized PortReading read() {
        return reader.read();
    }

    private void addSample(long timeUs, List<QueueReading> queues) {
        samples++;
        for (int i = 0; i < queues.size(); i++) {
            QueueReading queueReading = queues.get(i);
            QueueRow queueRow = new QueueRow(
                    timeUs,
                    i,
                    queueReading.backlogBytes(),
                    boxed(queueReading.threshold()),
                    boxed(queueReading.marked()),
                    queueReading.dropped());
            if (last.size() <= i) {
                last.add(null);
            }
            if (!queueRow.hasSameState(last.get(i))) {
                rows.add(queueRow);
                last.set(i, queueRow);
            }
            gsoSamples += queueReading.backlogBytes() > queueReading.backlogPackets() * maxPacketBytes ? 1 : 0;
        }
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    void beginWindow() {
        before = read();
    }

    void endWindow() {
        after = read();
    }

    /** Stops sampling and waits for the sampling thread. */
    void stop(RunClock runClock) throws Exception {
        endedNs = runClock.now();
        sampling = false;
        tasks.await();
    }

    /** A row for each change of a queue. */
    List<QueueRow> rows() {
        return rows;
    }

    long marked() {
        return difference(queueReading -> queueReading.marked().orElse(0));
    }

    long dropped() {
        return difference(QueueReading::dropped);
    }

    long sentBytes() {
        return difference(QueueReading::sentBytes);
    }

    private long difference(ToLongFunction<QueueReading> counter) {
        return after.queues().stream().mapToLong(counter).sum()
                - before.queues().stream().mapToLong(counter).sum();
    }

    /** Peak occupancy in the window, whose begin and end are given. */
    PeakOccupancy peak(long fromUs, long toUs) {
        return PeakOccupancy.of(rows, fromUs, toUs, before, after);
    }

    /** Histograms of the queues in the window, in order; empty if the port has none. */
    List<QueueHistograms> histograms() {
        List<QueueHistograms> begin = before.histograms();
        List<QueueHistograms> end = after.histograms();
        return begin.size() != end.size()
                ? List.of()
                : IntStream.range(0, end.size())
                        .mapToObj(queue -> end.get(queue).since(begin.get(queue)))
                        .toList();
    }

    void check(RunMeasurements measurements) {
        measurements.require(
                ValidityReason.GSO_PACKETS,
                gsoSamples == 0,
                "GSO packets in the port's queues: %d samples have more bytes than that number of packets can have",
                gsoSamples);
        long wanted = endedNs / measurement.samplingInterval().toNanos() + 1;
        measurements.require(
                ValidityReason.MISSING_SAMPLES,
                samples >= (1 - MAX_MISSING_SHARE) * wanted - 1,
                "samples are missing: %d of %d were taken",
                samples,
                wanted);
        measurements.require(ValidityReason.NO_QDISC, !last.isEmpty(), "the measured port has no qdisc");
    }

    @Override
    public void close() {
        sampling = false;
        reader.close();
    }
}
