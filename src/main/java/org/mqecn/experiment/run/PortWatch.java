// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.mqecn.experiment.run.PortReader.Queue;
import org.mqecn.experiment.scenario.Measure;
import org.mqecn.experiment.scenario.Ports;

/** Watches the queues of the port that is measured, from the beginning to the end. */
final class PortWatch implements AutoCloseable {
    /** Of Ethernet's wire around an IP packet: header, FCS, preamble, gap. */
    private static final int WIRE = 38;
    private static final double MISSING_AT_MOST = 0.01;

    /** What a queue was like from this time on. */
    record Row(long timeUs, int queue, long backlogBytes, OptionalLong threshold, OptionalLong marked, long dropped) {
        private boolean isLike(Row other) {
            return other != null && backlogBytes == other.backlogBytes && threshold.equals(other.threshold)
                    && marked.equals(other.marked) && dropped == other.dropped;
        }
    }

    private final Measure measure;
    private final long longestPacket;
    private final PortReader reader;
    private final List<Row> rows = new ArrayList<>();
    private final List<Row> last = new ArrayList<>();
    private final Background background = new Background();
    private List<Queue> before = List.of();
    private List<Queue> after = List.of();
    private long samples;
    private long superPackets;
    private long endedNs;
    private volatile boolean watching = true;

    PortWatch(Measure measure, Stage stage) {
        this.measure = measure;
        longestPacket = Ports.link(stage.testbed(), measure.port()).mtu() + WIRE;
        reader = stage.at(measure.port().node(), () -> PortReader.open(measure.port().device()));
    }

    PortReader reader() {
        return reader;
    }

    void start(Timeline timeline) {
        background.start("port", () -> watch(timeline));
    }

    /** What could not be taken at its time is missing. */
    private Void watch(Timeline timeline) {
        long every = measure.every().toNanos();
        for (long next = 0; watching; next = (timeline.now() / every + 1) * every) {
            timeline.sleepUntil(next);
            if (watching) {
                take(timeline.now() / 1000, read());
            }
        }
        return null;
    }

    /** One dump at a time: the socket has one answer at a time. */
    private synchronized List<Queue> read() {
        return reader.queues();
    }

    private void take(long timeUs, List<Queue> queues) {
        samples++;
        for (int i = 0; i < queues.size(); i++) {
            Queue queue = queues.get(i);
            Row row = new Row(timeUs, i, queue.backlogBytes(), queue.threshold(), queue.marked(), queue.dropped());
            if (last.size() <= i) {
                last.add(null);
            }
            if (!row.isLike(last.get(i))) {
                rows.add(row);
                last.set(i, row);
            }
            superPackets += queue.backlogBytes() > queue.backlogPackets() * longestPacket ? 1 : 0;
        }
    }

    void windowBegins() {
        before = read();
    }

    void windowEnds() {
        after = read();
    }

    /** Ends it and waits until it has ended. */
    void stop(Timeline timeline) throws Exception {
        endedNs = timeline.now();
        watching = false;
        background.await();
    }

    /** A row for each change; what did not change since is not repeated. */
    List<Row> rows() {
        return rows;
    }

    long marked() {
        return sum(after) - sum(before);
    }

    private static long sum(List<Queue> queues) {
        return queues.stream().mapToLong(queue -> queue.marked().orElse(0)).sum();
    }

    long dropped() {
        return after.stream().mapToLong(Queue::dropped).sum() - before.stream().mapToLong(Queue::dropped).sum();
    }

    long sentBytes() {
        return after.stream().mapToLong(Queue::sentBytes).sum() - before.stream().mapToLong(Queue::sentBytes).sum();
    }

    void check(Observation observation) {
        observation.require(superPackets == 0, "super-packets stood in the port's queues: %d samples have more bytes "
                + "than so many packets can have", superPackets);
        long wanted = endedNs / measure.every().toNanos() + 1;
        observation.require(samples >= (1 - MISSING_AT_MOST) * wanted - 1, "samples are missing: %d of %d are there",
                samples, wanted);
        observation.require(!last.isEmpty(), "nothing stands on the port that is measured");
    }

    @Override
    public void close() {
        watching = false;
        reader.close();
    }
}
