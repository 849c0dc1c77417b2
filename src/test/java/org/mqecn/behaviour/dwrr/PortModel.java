// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mqecn.behaviour.dwrr.ModelQueue.QueuedFrame;
import org.mqecn.behaviour.model.QdiscModel;
import org.mqecn.behaviour.scheme.BufferModel;
import org.mqecn.behaviour.scheme.Chance;
import org.mqecn.behaviour.scheme.ModelledScheme;
import org.mqecn.behaviour.scheme.PortView;
import org.mqecn.behaviour.scheme.QueueModel;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeCounter;

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
    /** The kernel counts from its start, ports of patterns from theirs. */
    private static final long SINCE_BOOT = 60_000_000_000L;
    /** A controller runs no more often than that, in ns. */
    private static final long MIN_PERIOD = 10_000;
    /** No buffer policy leaves anything to it. */
    private static final Chance NO_CHANCE = (verdict, probability, trials) -> {
        throw new IllegalStateException();
    };

    private final PortOptions options;
    private final int mtu;
    private final int overhead;
    private final ChanceSource chance;
    /** The packet about which a scheme is asked. */
    private QueuedFrame inHand;

    private final List<ModelQueue> queues;
    private final List<PriorityLevel> levels = new ArrayList<>();
    private final TokenBucket tokenBucket = new TokenBucket();
    private PortScheduler scheduler;
    private LineRate lineRate;
    private long bytes;
    private long timer = NEVER;
    /** When the timer of the scheme's controller expires. */
    private long nextPeriod = NEVER;

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
        beginScheme(now);
        beginPolicy();
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
        runPeriods(now);
        ModelQueue queue = classify(packet);
        for (int i = 0; i < packet.frames().size(); i++) {
            int frame = packet.frames().get(i);
            enqueue(queue, new QueuedFrame(packet, packet.seq() + i, frame, wireBytes(frame + overhead), now), now);
        }
    }

    private void enqueue(ModelQueue queue, QueuedFrame frame, long now) {
        queue.count("arrived_packets", 1);
        queue.count("arrived_bytes", frame.bytes);
        QueueModel.Verdict verdict = QueueModel.Verdict.PASS;
        String dropped = findDropReason(queue, frame);
        if (dropped == null) {
            verdict = askArrival(queue, frame, now);
            dropped = verdict == QueueModel.Verdict.DROP ? "dropped_early" : null;
        }
        if (dropped != null) {
            queue.count(dropped, 1);
            tellArrival(queue, frame, now, true);
            return;
        }
        if (queue.fifo.isEmpty()) {
            activate(queue, now);
        }
        queue.fifo.add(frame);
        queue.bytes += frame.bytes;
        bytes += frame.bytes;
        queue.watermark = Math.max(queue.watermark, queue.bytes);
        tellArrival(queue, frame, now, false);
        if (verdict == QueueModel.Verdict.MARK || !options.marksDepartures() && isCongested(queue, now)) {
            mark(queue, frame);
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
        } else if (queue.policy != null && queue.bytes + frame.bytes > queue.policy.limit(bytes)) {
            return "dropped_queue_buffer";
        }
        return null;
    }

    private void tellArrival(ModelQueue queue, QueuedFrame frame, long now, boolean dropped) {
        if (queue.policy != null) {
            queue.policy.arrived(SINCE_BOOT + now, queue.bytes, bytes, (int) frame.bytes, dropped);
        }
    }

    /** A policy begins without a past, one that stays has the present configuration. */
    private void beginPolicy() {
        QueueModel.Factory models = ModelledScheme.models(options.policyName());
        queues.forEach(queue -> queue.policy = (BufferModel) models.newQueue(NO_CHANCE));
        configure(options.policyName(), queue -> queue.policy);
    }

    // ------------------------------------------------------------------ mark

    private void mark(ModelQueue queue, QueuedFrame frame) {
        if (frame.isEct()) {
            frame.ce = true;
            queue.count("marked_packets", 1);
            queue.count("marked_bytes", frame.bytes);
        }
    }

    private boolean isCongested(ModelQueue queue, long now) {
        return switch (options.scheme()) {
            case NONE, MODULE -> false;
            case PER_QUEUE -> queue.bytes > options.queueThresh(queue.index);
            case PER_PORT -> bytes > options.portThresh();
            case MQ_ECN -> queue.bytes > mqEcnThreshold(queue, queue.level.roundTime.current());
            case TCN -> queue.sojourn > options.tcnThresh();
            case CODEL ->
                queue.codel.marks(
                        queue.sojourn > options.codelTarget() && queue.bytes > wireBytes(mtu + ETHERNET_HEADER),
                        options.codelInterval(),
                        now);
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

    /** A scheme with a module of its own sees each packet that is admitted, with the backlogs that it makes. */
    private QueueModel.Verdict askArrival(ModelQueue queue, QueuedFrame frame, long now) {
        if (queue.scheme == null) {
            return QueueModel.Verdict.PASS;
        }
        inHand = frame;
        return queue.scheme.arrive(
                SINCE_BOOT + now,
                queue.bytes + frame.bytes,
                bytes + frame.bytes,
                (int) frame.bytes,
                frame.packet.ecn() != PortPacket.NOT_ECT);
    }

    private boolean isChosen(ModelQueue queue, QueuedFrame frame, long now) {
        if (queue.scheme == null) {
            return options.marksDepartures() && isCongested(queue, now);
        }
        inHand = frame;
        return queue.scheme.depart(SINCE_BOOT + now, queue.sojourn, queue.bytes, bytes, (int) frame.bytes)
                == QueueModel.Verdict.MARK;
    }

    /** What the captured packets say of the packet in hand; of one that cannot be marked they say nothing. */
    private boolean happens(QueueModel.Verdict verdict, long probability, int trials) {
        double all = Math.pow((double) probability / Chance.ALWAYS, trials);
        int flow = inHand.packet.flow();
        return verdict == QueueModel.Verdict.DROP
                ? chance.drops(flow, inHand.seq, all)
                : inHand.isEct() && chance.marks(flow, inHand.seq, all);
    }

    /** A scheme begins without a past. */
    private void beginScheme(long now) {
        QueueModel.Factory models = ModelledScheme.models(options.schemeName());
        queues.forEach(queue -> queue.scheme = models.newQueue(this::happens));
        configureScheme(now);
    }

    /** The timer of a controller begins again whenever the configuration changes. */
    private void configureScheme(long now) {
        configure(options.schemeName(), queue -> queue.scheme);
        tellQuanta();
        QueueModel first = queues.get(0).scheme;
        nextPeriod = first == null || first.interval() == 0 ? NEVER : now + Math.max(first.interval(), MIN_PERIOD);
    }

    private void configure(String name, Function<ModelQueue, QueueModel> modelOf) {
        PortView view = new PortView(
                options.rate(),
                options.sharedBuffer(),
                queues.size(),
                (int) wireBytes(mtu + ETHERNET_HEADER),
                options.marksAtDequeue());
        queues.stream().filter(queue -> modelOf.apply(queue) != null).forEach(queue -> modelOf.apply(queue)
                .configure(options.parameters(name, queue.index), view));
    }

    private void tellQuanta() {
        if (queues.get(0).scheme == null) {
            return;
        }
        long[] ofLevel = new long[PRIORITIES];
        long[] active = new long[PRIORITIES];
        for (ModelQueue queue : queues) {
            long quantum = options.quantum(queue.index);
            ofLevel[options.prio(queue.index)] += quantum;
            active[options.prio(queue.index)] += queue.fifo.isEmpty() ? 0 : quantum;
        }
        queues.forEach(queue -> queue.scheme.quanta(
                options.quantum(queue.index), ofLevel[options.prio(queue.index)], active[options.prio(queue.index)]));
    }

    /** Lets the timer of the scheme's controller expire up to a time. */
    private void runPeriods(long now) {
        while (nextPeriod <= now) {
            tellQuanta();
            for (ModelQueue queue : queues) {
                queue.scheme.period(SINCE_BOOT + nextPeriod, queue.bytes, bytes);
            }
            nextPeriod += Math.max(queues.get(0).scheme.interval(), MIN_PERIOD);
        }
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
        runPeriods(now);
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
        if (options.usesSojourn()) {
            queue.sojourn = frame.arrival == QueuedFrame.UNKNOWN ? 0 : now - frame.arrival;
        }
        if (queue.policy != null) {
            queue.policy.departed(SINCE_BOOT + now, queue.bytes, bytes, (int) frame.bytes);
        }
        if (isChosen(queue, frame, now)) {
            mark(queue, frame);
        }
        return new Departure(frame.packet.flow(), frame.seq, frame.frame, frame.ce);
    }

    // ------------------------------------------------------------------ change

    /** Changes the configuration. Drops no packet. */
    public void change(String text, long now) {
        runPeriods(now);
        PortOptions old = options.copy();
        boolean wasFair = options.discipline() == PortOptions.Discipline.WFQ;
        options.change(text);
        boolean hasNewScheduler = wasFair != (options.discipline() == PortOptions.Discipline.WFQ);
        if (hasNewScheduler) {
            scheduler = newScheduler();
        }
        changeLevels(hasNewScheduler, now);
        if (old.schemeName().equals(options.schemeName())) {
            configureScheme(now);
        } else {
            changeScheme(old.usesSojourn(), now);
        }
        if (old.policyName().equals(options.policyName())) {
            configure(options.policyName(), queue -> queue.policy);
        } else {
            beginPolicy();
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
    private void changeScheme(boolean knewArrivals, long now) {
        queues.forEach(queue -> {
            queue.sojourn = 0;
            queue.codel = new CodelState();
            if (!knewArrivals) {
                queue.fifo.forEach(frame -> frame.arrival = QueuedFrame.UNKNOWN);
            }
            startRound(queue, now);
            queue.hadEmptyTurn = false;
        });
        levels.forEach(level -> level.roundTime.reset(now));
        beginScheme(now);
    }

    // ------------------------------------------------------------------ statistics

    /** The counters of each queue by their names in tc, as far as the model has them. */
    public List<Map<String, Long>> queueCounters(long now) {
        runPeriods(now);
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
        if (options.usesSojourn()) {
            counters.put("sojourn_ns", queue.sojourn);
        }
        addStatistics(counters, options.schemeName(), queue.scheme, queue);
        addStatistics(counters, options.policyName(), queue.policy, queue);
        return counters;
    }

    private void addStatistics(Map<String, Long> counters, String name, QueueModel model, ModelQueue queue) {
        if (model == null) {
            return;
        }
        List<SchemeCounter> names = ModuleSchemes.find(name).orElseThrow().counters();
        long[] values = model.statistics(queue.bytes, bytes);
        for (int i = 0; i < values.length; i++) {
            counters.put(names.get(i).key().replace('-', '_'), values[i]);
        }
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
