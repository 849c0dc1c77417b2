// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the qdisc must do: its specification, which can be run. Times are ns of the monotonic clock.
 *
 * <p>A flow is idle, or it waits for its time in the shaper, or it may send and stands in the scheduler. It leaves the
 * shaper with the first bucket of time that begins when it is due, or after that; the scheduler's least rank sends.
 */
public final class Model {
    /** What became of a packet that came. */
    public enum Fate {
        QUEUED,
        LIMIT,
        FLOW_LIMIT,
        HORIZON
    }

    /**
     * A packet that leaves.
     *
     * @param ce whether it has a mark now
     * @param why what stood in the qdisc when it was chosen
     */
    public record Departure(Packet packet, boolean ce, String why) {}

    private static final long JIFFY = 10_000_000;

    private final Options options;
    private final Pacer pacer;
    private final VirtualTime virtual = new VirtualTime();
    private final Map<String, Flow> flows = new LinkedHashMap<>();
    private final Deque<Packet> control = new ArrayDeque<>();
    private final Calendar shaper;
    private final Calendar scheduler;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private int packets;

    public Model(Options options) {
        this.options = options;
        pacer = new Pacer(options);
        shaper = new Calendar(options.buckets());
        scheduler = new Calendar(options.policy().ranks(options));
    }

    Options options() {
        return options;
    }

    VirtualTime virtual() {
        return virtual;
    }

    public boolean isEmpty() {
        return packets == 0;
    }

    /** A socket limits its rate (SO_MAX_PACING_RATE). */
    public void limit(int sender, long rate) {
        pacer.limit(sender, rate);
    }

    /** Its counters, by the names of tc. */
    public long count(String name) {
        return name.equals("pkts_too_long") ? pacer.tooLong : counts.getOrDefault(name, 0L);
    }

    private void count(String name, int more) {
        counts.merge(name, (long) more, Long::sum);
    }

    /** When something in the shaper will be due, and it has to be asked again; {@link Options#NONE}: not by itself. */
    public long due() {
        return shaper.isEmpty() ? Options.NONE : shaper.next() * options.granularity();
    }

    public Fate enqueue(Packet arrived, long now) {
        // one that stands alone does not give way: no parent is to see the qdisc empty
        Flow worse = packets >= Math.max(options.limit(), 2) ? worse(arrived) : null;
        if (packets >= options.limit() && worse == null) {
            count("limit_drops", 1);
            return Fate.LIMIT;
        }
        Packet packet = arrived;
        if (packet.time() > now + options.horizon()) {
            count(options.capsAtHorizon() ? "horizon_caps" : "horizon_drops", 1);
            if (!options.capsAtHorizon()) {
                return Fate.HORIZON;
            }
            packet = packet.withTime(now + options.horizon());
        }
        if (packet.control()) {
            count("highprio_packets", 1);
            control.add(packet);
            packets++;
            pushOut(worse, now);
            return Fate.QUEUED;
        }
        Flow flow = flows.computeIfAbsent(name(packet), name -> new Flow(name, options.initialQuantum(), now / JIFFY));
        if (flow.packets() >= options.flowLimit()) {
            count("flows_plimit", 1);
            return Fate.FLOW_LIMIT;
        }
        packets++;
        flow.add(new Flow.Waiting(packet, packet.time() == 0 ? now : packet.time(),
                options.policy().carried(packet, options.rankFrom())));
        if (flow.state == Flow.State.IDLE) {
            wake(flow, now);
        } else if (flow.state == Flow.State.READY && options.policy().byArrivals()
                && options.policy().rank(flow, this) != flow.rank) {
            scheduler.remove(flow);
            ready(flow, now);
        }
        pushOut(worse, now);
        return Fate.QUEUED;
    }

    /** The flow that would send last, if after this packet; null where there is none. */
    private Flow worse(Packet packet) {
        if (!options.policy().dropsWorst() || scheduler.isEmpty()) {
            return null;
        }
        Flow last = (Flow) scheduler.last();
        return last.rank > Policy.told(options.policy().carried(packet, options.rankFrom()), options) ? last : null;
    }

    private void pushOut(Flow worse, long now) {
        if (worse != null) {
            worse.take();
            packets--;
            count("pushed_out", 1);
            scheduler.remove(worse);
            settle(worse, now);
        }
    }

    private String name(Packet packet) {
        return !packet.connected() && options.orphansAreOne() ? "orphans" : "flow " + packet.sender();
    }

    /** The next packet to leave; null where none may. */
    public Departure dequeue(long now) {
        if (!control.isEmpty()) {
            packets--;
            Packet packet = control.remove();
            return new Departure(packet, packet.ecn() == Packet.CE, "control packets wait for nothing");
        }
        release(now);
        String why = toString();
        Flow flow = schedule(now);
        if (flow == null) {
            virtual.idle();
            return null;
        }
        return send(flow, now, why);
    }

    private void release(long now) {
        if (now < due()) {
            return;     // and the windows stay
        }
        long begun = now / options.granularity();
        for (;;) {
            Flow flow = (Flow) shaper.first(begun, begun);
            if (flow == null) {
                return;
            }
            shaper.remove(flow);
            ready(flow, now);
        }
    }

    private Flow schedule(long now) {
        for (;;) {
            Flow flow = (Flow) scheduler.first(options.policy().floor(this, now), Options.NONE);
            if (flow == null || flow.credit > 0) {
                return flow;
            }
            giveWay(flow, now);
        }
    }

    /** Whose quantum is used up gets another, and lets others of its rank go first where they take turns. */
    private void giveWay(Flow flow, long now) {
        refill(flow);
        if (!options.policy().takesTurns()) {
            return;
        }
        if (options.policy().rank(flow, this) == flow.rank) {
            scheduler.rotate(flow);
        } else {
            scheduler.remove(flow);
            ready(flow, now);
        }
    }

    private void refill(Flow flow) {
        flow.credit += options.quantum();
        flow.fresh = false;
    }

    private Departure send(Flow flow, long now, String why) {
        Flow.Waiting sent = flow.take();
        Packet packet = sent.packet();
        packets--;
        boolean marked = packet.ecnCapable() && now - Math.max(sent.since(), flow.notBefore) > options.ceThreshold();
        count("ce_mark", marked ? 1 : 0);
        if (options.policy() == Policy.WFQ) {
            virtual.sent(flow, packet, sent.rank());
        }
        pacer.charge(flow, packet, now);
        goOn(flow, now);
        return new Departure(packet, marked || packet.ecn() == Packet.CE, why);
    }

    private void goOn(Flow flow, long now) {
        if (flow.packets() == 0 || flow.due() > now || options.policy().movesOn()
                || options.policy().rank(flow, this) != flow.rank) {
            scheduler.remove(flow);
            settle(flow, now);
        }
    }

    /** A flow that stands nowhere. */
    private void settle(Flow flow, long now) {
        if (flow.packets() == 0) {
            flow.state = Flow.State.IDLE;
            flow.idleSince = now / JIFFY;
        } else if (flow.due() > now) {
            throttle(flow, now);
        } else {
            ready(flow, now);
        }
    }

    private void wake(Flow flow, long now) {
        if (now / JIFFY > flow.idleSince + options.refillDelay() / JIFFY) {
            flow.credit = Math.max(flow.credit, options.quantum());
        }
        flow.fresh = true;
        settle(flow, now);
    }

    private void ready(Flow flow, long now) {
        flow.state = Flow.State.READY;
        if (flow.credit <= 0) {
            refill(flow);
        }
        long floor = options.policy().floor(this, now);
        scheduler.insert(flow, options.policy().rank(flow, this), floor);
    }

    private void throttle(Flow flow, long now) {
        long granularity = options.granularity();
        flow.state = Flow.State.THROTTLED;
        flow.fresh = false;
        flow.notBefore = flow.due();
        shaper.insert(flow, (flow.notBefore + granularity - 1) / granularity, now / granularity);
        count("throttled", 1);
    }

    @Override
    public String toString() {
        return flows.values().stream().filter(flow -> flow.packets() > 0)
                .sorted(Comparator.<Flow, Flow.State>comparing(flow -> flow.state).thenComparingLong(flow -> flow.rank))
                .map(flow -> "\n  " + flow).collect(Collectors.joining());
    }
}
