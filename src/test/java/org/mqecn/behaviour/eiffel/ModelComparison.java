// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plays the model along what was seen before and behind the qdisc, packet by packet.
 *
 * <p>The model says what must leave and when the qdisc has to be asked for it: when a packet comes, when the link is free
 * again, when a bucket of the shaper begins. The last two are timers, which come late by the resolution of the guest's
 * clock, and for the shaper by timer-slack as well; within that the moment of what was seen is taken for right. Where a
 * packet came in that very interval, either may have been first.
 */
public final class ModelComparison {
    /**
     * A packet that came to the qdisc.
     *
     * @param rate that its socket is limited to from now on; 0: as before
     */
    public record Arrival(ModelPacket modelPacket, long rate, long at) {}

    /** A packet that left it. */
    public record ObservedDeparture(int sender, int seq, boolean ce, long at) {
        @Override
        public String toString() {
            return "packet %d of %d%s at %d".formatted(seq, sender, ce ? " with CE" : "", at);
        }
    }

    /** ns: a virtual clock counts in 256 ns, and no timer is set for less than twice that. */
    private static final long CLOCK_RESOLUTION = 1_024;

    /** How far back a doubt is looked for. */
    private static final int MAX_AMBIGUOUS = 10;

    private final ModelOptions modelOptions;
    private final ModelLink modelLink;
    private final List<Arrival> arrivals;
    private final List<ObservedDeparture> departures;

    public ModelComparison(
            ModelOptions modelOptions, ModelLink modelLink, List<Arrival> entered, List<ObservedDeparture> left) {
        this.modelOptions = modelOptions;
        this.modelLink = modelLink;
        this.arrivals = entered;
        this.departures = left;
    }

    /** How the model got on. */
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

    /** The same, with another view of one of the last doubtful moments, that explains more. */
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

    /** One way to see it. */
    private final class Replay {
        private final EiffelModel eiffelModel = new EiffelModel(modelOptions);
        private final Set<Integer> beforeTimer;
        /** Packets that came when a timer was about to go off, and count as after it; the last one first. */
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
                difference = "nothing is left there, and yet it sent " + departures.get(matched);
            }
        }

        private void arrive(Arrival one) {
            if (one.rate() > 0) {
                eiffelModel.setMaxPacingRate(one.modelPacket().sender(), one.rate());
            }
            eiffelModel.enqueue(one.modelPacket(), one.at());
            dequeueAll(one.at());
        }

        /** All timers up to the moment at which packet {@code i} comes. */
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

        /** When a timer went off: when something was seen to leave; without that it does not matter. */
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
            ObservedDeparture seen = matched < departures.size() ? departures.get(matched) : null;
            if (expected.equals(seen)) {
                matched++;
                return;
            }
            difference = "departure %d must be %s, and is %s%nThere stood, at %d:%s"
                    .formatted(matched, expected, seen, now, departure.stateBefore());
        }
    }
}
