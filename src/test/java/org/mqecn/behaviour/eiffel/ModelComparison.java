// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the model with the packets captured before and after the qdisc, one by one.
 *
 * <p>The model predicts departures and the times of dequeues: when a packet arrives, when the link becomes free, when a
 * bucket of the shaper starts. The last two are timers, which are late by the resolution of the guest's clock and, for
 * the shaper, by timer-slack. Within that, the observed time is taken as right. If a packet arrives in the same interval,
 * both orders are possible.
 */
public final class ModelComparison {
    /**
     * A packet that arrived at the qdisc.
     *
     * @param rate new rate limit of its socket; 0 if unchanged
     */
    public record Arrival(ModelPacket modelPacket, long rate, long at) {}

    /** A packet that left the qdisc. */
    public record ObservedDeparture(int sender, int seq, boolean ce, long at) {
        @Override
        public String toString() {
            return "packet %d of %d%s at %d".formatted(seq, sender, ce ? " with CE" : "", at);
        }
    }

    /** In ns: a virtual clock counts in units of 256 ns, and a timer lasts for at least two. */
    private static final long CLOCK_RESOLUTION = 1_024;

    /** How many past ambiguities are reconsidered. */
    private static final int MAX_AMBIGUOUS = 10;

    private final ModelOptions modelOptions;
    private final ModelLink modelLink;
    private final List<Arrival> arrivals;
    private final List<ObservedDeparture> departures;

    public ModelComparison(
            ModelOptions modelOptions,
            ModelLink modelLink,
            List<Arrival> arrivals,
            List<ObservedDeparture> departures) {
        this.modelOptions = modelOptions;
        this.modelLink = modelLink;
        this.arrivals = arrivals;
        this.departures = departures;
    }

    /** The result of a comparison. */
    public record ComparisonResult(EiffelModel eiffelModel, Optional<String> difference) {}

    public ComparisonResult compare() {
        Replay replay = new Replay(Set.of());
        Optional<Replay> better = findBetter(replay);
        while (better.isPresent()) {
            replay = better.get();
            better = findBetter(replay);
        }
        return new ComparisonResult(replay.eiffelModel, Optional.ofNullable(replay.difference));
    }

    /** Another resolution of one of the last ambiguities, which explains more departures. */
    private Optional<Replay> findBetter(Replay replay) {
        if (replay.difference == null) {
            return Optional.empty();
        }
        return replay.ambiguous.stream()
                .limit(MAX_AMBIGUOUS)
                .map(one -> {
                    Set<Integer> beforeTimer = new HashSet<>(replay.beforeTimer);
                    beforeTimer.add(one);
                    return new Replay(beforeTimer);
                })
                .filter(next -> next.matched > replay.matched)
                .findFirst();
    }

    /** One resolution of the ambiguities. */
    private final class Replay {
        private final EiffelModel eiffelModel = new EiffelModel(modelOptions);
        private final Set<Integer> beforeTimer;
        /** Packets that arrived when a timer was due, and are taken to be later than the timer; the last one first. */
        private final Deque<Integer> ambiguous = new ArrayDeque<>();

        private int matched;
        private long free;
        private long lastAsked = -1;
        private String difference;

        private Replay(Set<Integer> beforeTimer) {
            this.beforeTimer = beforeTimer;
            for (int i = 0; i < arrivals.size() && difference == null; i++) {
                runTimers(i, arrivals.get(i).at());
                if (difference == null) {
                    arrive(arrivals.get(i));
                }
            }
            if (difference == null) {
                runTimers(arrivals.size(), ModelOptions.NONE);
            }
            if (difference == null && matched < departures.size()) {
                difference = "the model's queue is empty, but the qdisc sent " + departures.get(matched);
            }
        }

        private void arrive(Arrival one) {
            if (one.rate() > 0) {
                eiffelModel.setMaxPacingRate(one.modelPacket().sender(), one.rate());
            }
            eiffelModel.enqueue(one.modelPacket(), one.at());
            dequeueAll(one.at());
        }

        /** Runs all timers up to the arrival of packet {@code i}. */
        private void runTimers(int i, long end) {
            while (difference == null && !eiffelModel.isEmpty()) {
                boolean forLink = free > lastAsked;
                long timer = forLink ? free : eiffelModel.nextTimer();
                if (timer > end) {
                    return;
                }
                long latest = timer + CLOCK_RESOLUTION + (forLink ? 0 : modelOptions.timerSlack());
                if (end < latest) {
                    if (beforeTimer.contains(i)) {
                        return;
                    }
                    ambiguous.push(i);
                }
                dequeueAll(timerTime(timer, Math.min(latest, end)));
            }
        }

        /** The expiry of a timer: the time of a departure. Without a departure the exact time has no effect. */
        private long timerTime(long timer, long latest) {
            if (matched < departures.size()) {
                long at = departures.get(matched).at();
                if (at >= timer && at <= latest) {
                    return at;
                }
            }
            return timer;
        }

        private void dequeueAll(long now) {
            lastAsked = now;
            while (difference == null && free <= now && !(modelLink == ModelLink.LIMITED && eiffelModel.isEmpty())) {
                EiffelModel.Departure departure = eiffelModel.dequeue(now);
                if (departure == null) {
                    return;
                }
                match(departure, now);
                free = modelLink.send(departure.modelPacket().bytes(), free, now);
            }
        }

        private void match(EiffelModel.Departure departure, long now) {
            ObservedDeparture expected = new ObservedDeparture(
                    departure.modelPacket().sender(), departure.modelPacket().seq(), departure.ce(), now);
            ObservedDeparture trace = matched < departures.size() ? departures.get(matched) : null;
            if (expected.equals(trace)) {
                matched++;
                return;
            }
            difference = "departure %d: expected %s, captured %s%nState at %d:%s"
                    .formatted(matched, expected, trace, now, departure.stateBefore());
        }
    }
}
