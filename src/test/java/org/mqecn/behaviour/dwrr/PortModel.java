// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.behaviour.dwrr.ModelQueue.QueuedFrame;
import org.mqecn.behaviour.model.QdiscModel;

/**
 * An executable specification of a dwrr port. A packet meets five questions: classify, admit, mark, schedule, shape. All
 * lengths are wire lengths.
 */
public final class PortModel implements QdiscModel {
    private static final int PRIORITIES = 8;
    private static final int ETHERNET_HEADER = 14;
    private static final int FCS = 4;
    private static final int MIN_FRAME = 64;
    /** Preamble, start of frame and gap. */
    private static final int GAP = 20;

    private final PortOptions options;
    private final int mtu;
    private final int overhead;
    private final ChanceSource chance;
    private final List<ModelQueue> queues;
    private final List<PriorityLevel> levels = new ArrayList<>();
    private final TokenBucket tokenBucket = new TokenBucket();
    private PortScheduler scheduler;
    private LineRate lineRate;
    private long bytes;
    private long timer = NEVER;

    /**
     * @param mtu of the device
     * @param overhead bytes that a size table adds to each packet (tc-stab(8))
     */
    public PortModel(String options, int mtu, int overhead, ChanceSource chance, long now) {
        this.options = new PortOptions(options);
        this.mtu = mtu;
        this.overhead = overhead;
        this.chance = chance;
        IntStream.range(0, PRIORITIES).forEach(priority -> levels.add(new PriorityLevel()));
        queues = IntStream.range(0, this.options.queues())
                .mapToObj(ModelQueue::new)
                .toList();
        queues.forEach(queue -> queue.level = levelOf(queue));
        scheduler = newScheduler();
        shape(now);
    }

    private PriorityLevel levelOf(ModelQueue queue) {
        return levels.get(options.prio(queue.index));
    }

    private PortScheduler newScheduler() {
        return options.discipline() == PortOptions.Discipline.WFQ
                ? new StartTimeFairQueueing(options)
                : new RoundRobin(options, this::sampleRound);
    }

    private void shape(long now) {
        tokenBucket.configure(options.rate(), options.bucket(), now);
        lineRate = new LineRate(options.rate());
    }

    @Override
    public boolean isEmpty() {
        return bytes == 0;
    }

    @Override
    public long nextTimer() {
        return isEmpty() ? NEVER : timer;
    }

    // ------------------------------------------------------------------ classify

    /** A class in skb-&gt;priority, or the queue of the code point. */
    private ModelQueue classify(PortPacket packet) {
        if (packet.classMinor() >= 1 && packet.classMinor() <= queues.size()) {
            return queues.get(packet.classMinor() - 1);
        }
        return queues.get(options.queueOf(options.trustsPcp() ? packet.pcp() : packet.dscp()));
    }

    // ------------------------------------------------------------------ admit

    private static long wireBytes(int frame) {
        return Math.max(frame + FCS, MIN_FRAME) + GAP;
    }

    /** A packet arrives. A GSO packet is the frames that a switch would see. */
    public void enqueue(PortPacket packet, long now) {
        ModelQueue queue = classify(packet);
        for (int i = 0; i < packet.frames().size(); i++) {
            int frame = packet.frames().get(i);
            enqueue(queue, new QueuedFrame(packet, packet.seq() + i, frame, wireBytes(frame + overhead), now), now);
        }
    }

    private void enqueue(ModelQueue queue, QueuedFrame frame, long now) {
        queue.count("arrived_packets", 1);
        queue.count("arrived_bytes", frame.bytes);
        String dropped = findDropReason(queue, frame);
        if (dropped != null) {
            queue.count(dropped, 1);
            return;
        }
        if (queue.fifo.isEmpty()) {
            activate(queue, now);
        }
        queue.fifo.add(frame);
        queue.bytes += frame.bytes;
        bytes += frame.bytes;
        queue.watermark = Math.max(queue.watermark, queue.bytes);
        if (!marksAtDequeue()) {
            mark(queue, frame, now);
        }
    }

    /** Why a frame is dropped; null if it is admitted. */
    private String findDropReason(ModelQueue queue, QueuedFrame frame) {
        if (options.hasStaticBuffers()) {
            if (queue.bytes + frame.bytes > options.queueBuffer(queue.index)) {
                return "dropped_queue_buffer";
            }
        } else if (bytes + frame.bytes > options.sharedBuffer()) {
            return "dropped_shared_buffer";
        }
        return isDroppedEarly(queue, frame) ? "dropped_early" : null;
    }

    private boolean isDroppedEarly(ModelQueue queue, QueuedFrame frame) {
        boolean isEct = frame.packet.ecn() != PortPacket.NOT_ECT;
        if (options.scheme() != PortOptions.Scheme.RED
                || !options.redDrops(queue.index)
                || isEct && options.redMarks(queue.index)) {
            return false;
        }
        double probability = options.redDropRamp(queue.index).probability(queue.bytes + frame.bytes);
        return chance.drops(frame.packet.flow(), frame.seq, probability);
    }

    // ------------------------------------------------------------------ mark

    private boolean marksAtDequeue() {
        return options.scheme().usesSojourn() || options.marksAtDequeue();
    }

    private void mark(ModelQueue queue, QueuedFrame frame, long now) {
        if (isCongested(queue, frame, now) && frame.isEct()) {
            frame.ce = true;
            queue.count("marked_packets", 1);
            queue.count("marked_bytes", frame.bytes);
        }
    }

    private boolean isCongested(ModelQueue queue, QueuedFrame frame, long now) {
        return switch (options.scheme()) {
            case NONE -> false;
            case PER_QUEUE -> queue.bytes > options.queueThresh(queue.index);
            case PER_PORT -> bytes > options.portThresh();
            case MQ_ECN -> queue.bytes > mqEcnThreshold(queue, queue.level.roundTime.current());
            case TCN -> queue.sojourn > options.tcnThresh();
            case CODEL ->
                queue.codel.marks(
                        queue.sojourn > options.codelTarget() && queue.bytes > wireBytes(mtu + ETHERNET_HEADER),
                        options.codelInterval(),
                        now);
            case RED ->
                options.redMarks(queue.index)
                        && frame.isEct()
                        && chance.marks(
                                frame.packet.flow(),
                                frame.seq,
                                options.redMarkRamp(queue.index).probability(queue.bytes));
        };
    }

    /** A queue that is alone at its priority above others is part of no round, and has the standard threshold. */
    private long mqEcnThreshold(ModelQueue queue, long round) {
        boolean isAlone = queues.stream().noneMatch(other -> other != queue && other.level == queue.level);
        boolean hasLower = queues.stream().anyMatch(other -> options.prio(other.index) > options.prio(queue.index));
        return isAlone && hasLower
                ? options.portThresh()
                : RoundTime.threshold(options.portThresh(), options.quantum(queue.index), options.rate(), round);
    }

    private boolean usesRounds() {
        return options.scheme() == PortOptions.Scheme.MQ_ECN;
    }

    private void sampleRound(ModelQueue queue) {
        if (usesRounds()) {
            queue.level.roundTime.sample(queue, options.quantum(queue.index), options.roundAlpha());
        }
    }

    private void startRound(ModelQueue queue, long now) {
        queue.roundStart = now;
        queue.bytesInRound = 0;
    }

    // ------------------------------------------------------------------ schedule

    private void activate(ModelQueue queue, long now) {
        PriorityLevel level = queue.level;
        if (usesRounds()) {
            level.roundTime.onActivation(now, level.active.isEmpty(), options);
        }
        startRound(queue, now);
        scheduler.activate(level, queue);
    }

    /** The queue that sends next: of the highest priority that has packets. */
    private ModelQueue schedule() {
        return levels.stream()
                .filter(level -> !level.active.isEmpty())
                .findFirst()
                .map(scheduler::next)
                .orElse(null);
    }

    // ------------------------------------------------------------------ shape

    @Override
    public boolean canSend(long now) {
        ModelQueue queue = schedule();
        if (queue == null) {
            return false;
        }
        if (tokenBucket.hasTokens(queue.headBytes(), now)) {
            return true;
        }
        timer = now + tokenBucket.delay(queue.headBytes(), now);
        return false;
    }

    @Override
    public Departure dequeue(long now) {
        return canSend(now) ? send(schedule(), now) : null;
    }

    private Departure send(ModelQueue queue, long now) {
        QueuedFrame frame = queue.fifo.remove();
        tokenBucket.take(frame.bytes, now);
        scheduler.onSent(queue.level, queue, frame.bytes);
        queue.bytesInRound += frame.bytes;
        queue.bytes -= frame.bytes;
        bytes -= frame.bytes;
        queue.count("sent_packets", 1);
        queue.count("sent_bytes", frame.bytes);
        queue.level.roundTime.onTransmission(now + lineRate.transmissionTime(frame.bytes));
        if (queue.fifo.isEmpty()) {
            sampleRound(queue);
            queue.level.active.remove(queue);
        }
        if (marksAtDequeue()) {
            queue.sojourn = frame.arrival == QueuedFrame.UNKNOWN ? 0 : now - frame.arrival;
            mark(queue, frame, now);
        }
        return new Departure(frame.packet.flow(), frame.seq, frame.frame, frame.ce);
    }

    // ------------------------------------------------------------------ change

    /** Changes the configuration. Drops no packet. */
    public void change(String text, long now) {
        PortOptions.Scheme oldScheme = options.scheme();
        boolean wasFair = options.discipline() == PortOptions.Discipline.WFQ;
        options.change(text);
        boolean hasNewScheduler = wasFair != (options.discipline() == PortOptions.Discipline.WFQ);
        if (hasNewScheduler) {
            scheduler = newScheduler();
        }
        changeLevels(hasNewScheduler, now);
        if (oldScheme != options.scheme()) {
            changeScheme(oldScheme, now);
        }
        shape(now);
        timer = now;
    }

    /** Backlogged queues with a new priority or a new scheduler are activated again. */
    private void changeLevels(boolean hasNewScheduler, long now) {
        List<ModelQueue> moved = queues.stream()
                .filter(queue -> hasNewScheduler || queue.level != levelOf(queue))
                .toList();
        moved.forEach(queue -> {
            queue.level.active.remove(queue);
            if (queue.level != levelOf(queue)) {
                queue.level = levelOf(queue);
                queue.startTag = 0; // no packet of it was served there
            }
        });
        moved.stream().filter(queue -> !queue.fifo.isEmpty()).forEach(queue -> activate(queue, now));
    }

    /** The state of a scheme is reset. Packets queued under a scheme without sojourn times have not waited. */
    private void changeScheme(PortOptions.Scheme oldScheme, long now) {
        queues.forEach(queue -> {
            queue.sojourn = 0;
            queue.codel = new CodelState();
            if (!oldScheme.usesSojourn()) {
                queue.fifo.forEach(frame -> frame.arrival = QueuedFrame.UNKNOWN);
            }
            startRound(queue, now);
            queue.hadEmptyTurn = false;
        });
        levels.forEach(level -> level.roundTime.reset(now));
    }

    // ------------------------------------------------------------------ statistics

    /** The counters of each queue by their names in tc, as far as the model has them. */
    public List<Map<String, Long>> queueCounters(long now) {
        return queues.stream().map(queue -> queueCounters(queue, now)).toList();
    }

    private Map<String, Long> queueCounters(ModelQueue queue, long now) {
        Map<String, Long> counters = new HashMap<>(queue.counts);
        counters.put("backlog_bytes", queue.bytes);
        counters.put("backlog_packets", (long) queue.fifo.size());
        counters.put("watermark_bytes", queue.watermark);
        if (usesRounds()) {
            counters.put("threshold_bytes", mqEcnThreshold(queue, roundTime(queue.level, now)));
        }
        if (options.scheme().usesSojourn()) {
            counters.put("sojourn_ns", queue.sojourn);
        }
        return counters;
    }

    private long roundTime(PriorityLevel level, long now) {
        return level.roundTime.at(now, level.active.isEmpty(), options);
    }

    @Override
    public String toString() {
        return queues.stream()
                .filter(queue -> !queue.fifo.isEmpty())
                .map(queue -> "\n  priority %d, T_round %d ps, %s"
                        .formatted(options.prio(queue.index), queue.level.roundTime.current(), queue))
                .collect(Collectors.joining("", "\n  " + tokenBucket, ""));
    }
}
