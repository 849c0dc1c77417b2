// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.mqecn.behaviour.model.QdiscModel;

/**
 * An executable specification of the qdisc. Times are in ns of the monotonic clock.
 *
 * <p>A flow is idle, throttled in the shaper, or ready in the scheduler. It leaves the shaper with the first bucket that
 * starts at its time or later. The flow with the lowest rank in the scheduler sends.
 */
public final class EiffelModel implements QdiscModel {
    /** The outcome of an enqueue. */
    public enum EnqueueResult {
        QUEUED,
        LIMIT,
        FLOW_LIMIT,
        HORIZON
    }

    private static final long JIFFY = 1_000_000;

    private final ModelOptions modelOptions;
    private final Pacer pacer;
    private final VirtualTime virtualTime = new VirtualTime();
    private final Map<String, ModelFlow> flows = new LinkedHashMap<>();
    private final Deque<ModelPacket> control = new ArrayDeque<>();
    private final CalendarQueue shaper;
    private final CalendarQueue scheduler;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private int packets;

    public EiffelModel(ModelOptions modelOptions) {
        this.modelOptions = modelOptions;
        pacer = new Pacer(modelOptions);
        shaper = new CalendarQueue(modelOptions.buckets(), false);
        scheduler = new CalendarQueue(
                modelOptions.policy().rankCount(modelOptions),
                modelOptions.policy().hasMovingRanks());
    }

    ModelOptions options() {
        return modelOptions;
    }

    VirtualTime virtualTime() {
        return virtualTime;
    }

    @Override
    public boolean isEmpty() {
        return packets == 0;
    }

    /** A socket limits its rate (SO_MAX_PACING_RATE). */
    public void setMaxPacingRate(int sender, long rate) {
        pacer.setMaxPacingRate(sender, rate);
    }

    /** Counters by name, as in tc. */
    public long count(String name) {
        return name.equals("pkts_too_long") ? pacer.packetsTooLong : counts.getOrDefault(name, 0L);
    }

    private void count(String name, int more) {
        counts.merge(name, (long) more, Long::sum);
    }

    /** The time of the next dequeue for the shaper. */
    @Override
    public long nextTimer() {
        return shaper.isEmpty() ? NEVER : shaper.firstBucket() * modelOptions.granularity();
    }

    public EnqueueResult enqueue(ModelPacket arrived, long now) {
        // a single packet is not pushed out: parents must not see the qdisc empty
        ModelFlow worse = packets >= Math.max(modelOptions.limit(), 2) ? findFlowToPushOut(arrived) : null;
        if (packets >= modelOptions.limit() && worse == null) {
            count("limit_drops", 1);
            return EnqueueResult.LIMIT;
        }
        ModelPacket modelPacket = arrived;
        if (modelPacket.txTime() > now + modelOptions.horizon()) {
            count(modelOptions.capsAtHorizon() ? "horizon_caps" : "horizon_drops", 1);
            if (!modelOptions.capsAtHorizon()) {
                return EnqueueResult.HORIZON;
            }
            modelPacket = modelPacket.withTxTime(now + modelOptions.horizon());
        }
        if (modelOptions.hasControlPriority() && modelPacket.isControl()) {
            count("highprio_packets", 1);
            control.add(modelPacket);
            packets++;
            pushOut(worse, now);
            return EnqueueResult.QUEUED;
        }
        ModelFlow modelFlow = flows.computeIfAbsent(
                flowName(modelPacket), name -> new ModelFlow(name, modelOptions.initialQuantum(), now / JIFFY));
        if (modelFlow.packets() >= modelOptions.flowLimit()) {
            count("flows_plimit", 1);
            return EnqueueResult.FLOW_LIMIT;
        }
        packets++;
        modelFlow.enqueue(new ModelFlow.QueuedPacket(
                modelPacket,
                modelPacket.txTime() == 0 ? now : modelPacket.txTime(),
                modelOptions.policy().carriedRank(modelPacket, modelOptions.rankFrom())));
        if (modelFlow.state == ModelFlow.State.IDLE) {
            activate(modelFlow, now);
        } else if (modelFlow.state == ModelFlow.State.READY
                && modelOptions.policy().reranksOnArrival()
                && modelOptions.policy().rank(modelFlow, this) != modelFlow.rank) {
            scheduler.remove(modelFlow);
            makeReady(modelFlow, now);
        }
        pushOut(worse, now);
        return EnqueueResult.QUEUED;
    }

    /** The flow that would send last, if that is after this packet; null if there is none. */
    private ModelFlow findFlowToPushOut(ModelPacket modelPacket) {
        if (!modelOptions.policy().pushesOut() || scheduler.isEmpty()) {
            return null;
        }
        ModelFlow last = (ModelFlow) scheduler.last();
        return last.rank
                        > ModelPolicy.clampRank(
                                modelOptions.policy().carriedRank(modelPacket, modelOptions.rankFrom()), modelOptions)
                ? last
                : null;
    }

    private void pushOut(ModelFlow worse, long now) {
        if (worse != null) {
            worse.dequeue();
            packets--;
            count("pushed_out", 1);
            scheduler.remove(worse);
            reschedule(worse, now);
        }
    }

    private String flowName(ModelPacket modelPacket) {
        return !modelPacket.connected() && modelOptions.hasOneOrphanFlow() ? "orphans" : "flow " + modelPacket.sender();
    }

    @Override
    public Departure dequeue(long now) {
        if (!control.isEmpty()) {
            packets--;
            ModelPacket modelPacket = control.remove();
            return departure(modelPacket, false);
        }
        unthrottle(now);
        ModelFlow modelFlow = schedule(now);
        if (modelFlow == null) {
            virtualTime.onIdle();
            return null;
        }
        return send(modelFlow, now);
    }

    private void unthrottle(long now) {
        if (now < nextTimer()) {
            return; // without advancing the windows
        }
        long begun = now / modelOptions.granularity();
        for (; ; ) {
            ModelFlow modelFlow = (ModelFlow) shaper.first(begun, begun);
            if (modelFlow == null) {
                return;
            }
            shaper.remove(modelFlow);
            makeReady(modelFlow, now);
        }
    }

    private ModelFlow schedule(long now) {
        for (; ; ) {
            ModelFlow modelFlow =
                    (ModelFlow) scheduler.first(modelOptions.policy().floor(this, now), ModelOptions.NONE);
            if (modelFlow == null || modelFlow.credit > 0) {
                return modelFlow;
            }
            refillAndRotate(modelFlow, now);
        }
    }

    /** A flow without credit gets a new quantum and, with round robin, moves behind the others of its rank. */
    private void refillAndRotate(ModelFlow modelFlow, long now) {
        refill(modelFlow);
        if (!modelOptions.policy().isRoundRobin()) {
            return;
        }
        if (modelOptions.policy().rank(modelFlow, this) == modelFlow.rank) {
            scheduler.moveToBack(modelFlow);
        } else {
            scheduler.remove(modelFlow);
            makeReady(modelFlow, now);
        }
    }

    private void refill(ModelFlow modelFlow) {
        modelFlow.credit += modelOptions.quantum();
        modelFlow.isNew = false;
    }

    private Departure send(ModelFlow modelFlow, long now) {
        ModelFlow.QueuedPacket sent = modelFlow.dequeue();
        ModelPacket modelPacket = sent.modelPacket();
        packets--;
        boolean marked = modelPacket.isEct()
                && now - Math.max(sent.arrivalTime(), modelFlow.timeNextPacket) > modelOptions.ceThreshold();
        count("ce_mark", marked ? 1 : 0);
        if (modelOptions.policy() == ModelPolicy.WFQ) {
            virtualTime.onSent(modelFlow, modelPacket, sent.rank());
        }
        pacer.charge(modelFlow, modelPacket, now);
        rescheduleAfterSend(modelFlow, now);
        return departure(modelPacket, marked);
    }

    private static Departure departure(ModelPacket modelPacket, boolean marked) {
        return new Departure(
                modelPacket.sender(),
                modelPacket.seq(),
                modelPacket.bytes(),
                marked || modelPacket.ecn() == ModelPacket.CE);
    }

    private void rescheduleAfterSend(ModelFlow modelFlow, long now) {
        if (modelFlow.packets() == 0
                || modelFlow.eligibleTime() > now
                || modelOptions.policy().hasMovingRanks()
                || modelOptions.policy().rank(modelFlow, this) != modelFlow.rank) {
            scheduler.remove(modelFlow);
            reschedule(modelFlow, now);
        }
    }

    /** A flow that is in no calendar. */
    private void reschedule(ModelFlow modelFlow, long now) {
        if (modelFlow.packets() == 0) {
            modelFlow.state = ModelFlow.State.IDLE;
            modelFlow.idleSince = now / JIFFY;
        } else if (modelFlow.eligibleTime() > now) {
            throttle(modelFlow, now);
        } else {
            makeReady(modelFlow, now);
        }
    }

    private void activate(ModelFlow modelFlow, long now) {
        if (now / JIFFY > modelFlow.idleSince + modelOptions.refillDelay() / JIFFY) {
            modelFlow.credit = Math.max(modelFlow.credit, modelOptions.quantum());
        }
        modelFlow.isNew = true;
        reschedule(modelFlow, now);
    }

    private void makeReady(ModelFlow modelFlow, long now) {
        modelFlow.state = ModelFlow.State.READY;
        if (modelFlow.credit <= 0) {
            refill(modelFlow);
        }
        long floor = modelOptions.policy().floor(this, now);
        scheduler.insert(modelFlow, modelOptions.policy().rank(modelFlow, this), floor);
    }

    private void throttle(ModelFlow modelFlow, long now) {
        long granularity = modelOptions.granularity();
        modelFlow.state = ModelFlow.State.THROTTLED;
        modelFlow.isNew = false;
        modelFlow.timeNextPacket = modelFlow.eligibleTime();
        shaper.insert(modelFlow, (modelFlow.timeNextPacket + granularity - 1) / granularity, now / granularity);
        count("throttled", 1);
    }

    @Override
    public String toString() {
        return flows.values().stream()
                .filter(modelFlow -> modelFlow.packets() > 0)
                .sorted(Comparator.<ModelFlow, ModelFlow.State>comparing(modelFlow -> modelFlow.state)
                        .thenComparingLong(modelFlow -> modelFlow.rank))
                .map(modelFlow -> "\n  " + modelFlow)
                .collect(Collectors.joining());
    }
}
