// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.mqecn.experiment.run.DeviceQueueReader.PortReading;
import org.mqecn.experiment.run.DeviceQueueReader.QueueReading;
import org.mqecn.experiment.scenario.MeasurementSpec.MeasuredPort;
import org.mqecn.port.QueueHistograms;
import org.mqecn.result.QueueRow;
import org.mqecn.result.QueueTable;
import org.mqecn.result.ValidityReason;
import org.mqecn.topology.SwitchPorts;
import org.mqecn.value.EthernetFrame;

/** A measured port: samples of its queues, and its counters at the begin and the end of the window. */
final class SampledPort implements AutoCloseable {
    private static final double PERCENT = 100;
    private static final double NANOS = 1e9;

    private final MeasuredPort port;
    private final TestbedAccess access;
    private final long maxPacketBytes;
    private final DeviceQueueReader reader;
    private final List<QueueRow> rows = new ArrayList<>();
    private final List<QueueState> now = new ArrayList<>();
    private final List<QueueState> last = new ArrayList<>();
    private PortReading before = PortReading.NONE;
    private PortReading after = PortReading.NONE;
    private long gsoSamples;

    SampledPort(MeasuredPort port, TestbedAccess access) {
        this.port = port;
        this.access = access;
        maxPacketBytes = EthernetFrame.wireLength(
                SwitchPorts.link(access.testbed(), port.linkEnd()).mtu());
        reader = access.callIn(
                port.linkEnd().node(),
                () -> DeviceQueueReader.open(port.linkEnd().device()));
    }

    MeasuredPort port() {
        return port;
    }

    /** Adds a row for each queue that has changed. */
    void sample(long timeUs) {
        int queues = reader.sample(now);
        for (int i = 0; i < queues; i++) {
            QueueState state = now.get(i);
            if (last.size() <= i) {
                last.add(new QueueState());
                add(timeUs, i, state);
            } else if (!state.hasSameRow(last.get(i))) {
                add(timeUs, i, state);
            }
            gsoSamples += state.hasPacketsLongerThan(maxPacketBytes) ? 1 : 0;
        }
    }

    private void add(long timeUs, int queue, QueueState state) {
        rows.add(state.toRow(timeUs, queue));
        last.get(queue).set(state);
    }

    void beginWindow() {
        before = reader.read();
    }

    void endWindow() {
        after = reader.read();
    }

    /** A row for each change of a queue. */
    List<QueueRow> rows() {
        return rows;
    }

    QueueTable table() {
        return QueueTable.of(port.name(), rows);
    }

    /** Its configuration as read back. */
    Object configuration() {
        return QdiscConfigurationJson.of(reader);
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

    /** What it sent, in percent of its rate; empty if it has no rate. */
    OptionalDouble utilization(long windowNs) {
        return SwitchPorts.rate(access.testbed(), port.linkEnd())
                .map(rate -> OptionalDouble.of(
                        PERCENT * sentBytes() * Byte.SIZE / (windowNs / NANOS) / rate.bitsPerSecond()))
                .orElse(OptionalDouble.empty());
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

    /** Occupancy over time in the window, whose begin and end are given. */
    OccupancyDistribution occupancy(long fromUs, long toUs) {
        return OccupancyDistribution.of(rows, fromUs, toUs);
    }

    /** Peak occupancy in the window, whose begin and end are given. */
    PeakOccupancy peak(long fromUs, long toUs) {
        return PeakOccupancy.of(rows, fromUs, toUs, before, after);
    }

    /** @param subject the port in a sentence */
    void check(RunMeasurements measurements, String subject) {
        measurements.require(
                ValidityReason.GSO_PACKETS,
                gsoSamples == 0,
                "GSO packets in the queues of %s: %d samples have more bytes than that number of packets can have",
                subject,
                gsoSamples);
        measurements.require(ValidityReason.NO_QDISC, !last.isEmpty(), "%s has no qdisc", subject);
    }

    @Override
    public void close() {
        reader.close();
    }
}
