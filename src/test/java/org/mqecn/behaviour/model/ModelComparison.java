// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compares a model with the packets captured after the qdisc, one by one.
 *
 * <p>The model predicts departures and the times of dequeues: when a packet arrives, when the link becomes free, when its
 * timer expires. The last two are timers of the guest, which expire at the next ticks of its clock. Within that, the
 * observed time is taken as right. If something happens to the qdisc in the same interval, both orders are possible.
 */
public final class ModelComparison<M extends QdiscModel> {
    /** In ns: a virtual clock counts in units of 256 ns, and a timer lasts for at least two. */
    private static final long CLOCK_RESOLUTION = 1_024;

    /** How many past ambiguities are reconsidered. */
    private static final int MAX_AMBIGUOUS = 100;

    private final Supplier<M> newModel;
    private final LinkModel link;
    private final long timerSlack;
    private final long clockError;
    private final List<ModelEvent<M>> events;
    private final List<ObservedDeparture> departures;

    /**
     * @param timerSlack by how much the timer of the qdisc may be late, in ns
     * @param clockError by how much the time of a departure may be inexact, in ns
     */
    public ModelComparison(
            Supplier<M> newModel,
            LinkModel link,
            long timerSlack,
            long clockError,
            List<ModelEvent<M>> events,
            List<ObservedDeparture> departures) {
        this.newModel = newModel;
        this.link = link;
        this.timerSlack = timerSlack;
        this.clockError = clockError;
        this.events = events;
        this.departures = departures;
    }

    /** The result of a comparison. */
    public record ComparisonResult<M>(M model, Optional<String> difference) {}

    public ComparisonResult<M> compare() {
        Replay replay = new Replay(Set.of(), false);
        Optional<Replay> better = findBetter(replay);
        while (better.isPresent()) {
            replay = better.get();
            better = findBetter(replay);
        }
        if (replay.difference != null) {
            replay = new Replay(replay.reordered, true);
        }
        return new ComparisonResult<>(replay.model, Optional.ofNullable(replay.difference));
    }

    /** Another resolution of one of the last ambiguities, which explains more departures. */
    private Optional<Replay> findBetter(Replay replay) {
        if (replay.difference == null) {
            return Optional.empty();
        }
        return replay.ambiguous.stream()
                .limit(MAX_AMBIGUOUS)
                .map(one -> {
                    Set<Integer> reordered = new HashSet<>(replay.reordered);
                    reordered.add(one);
                    return new Replay(reordered, false);
                })
                .filter(next -> next.explains() > replay.explains())
                .findFirst();
    }

    /** One resolution of the ambiguities. */
    private final class Replay {
        private final M model = newModel.get();
        private final Set<Integer> reordered;
        private final boolean describesState;
        /** Events close to a timer, whose order is that of their times unless they are reordered; the last one first. */
        private final Deque<Integer> ambiguous = new ArrayDeque<>();

        private int matched;
        private int applied;
        private long free;
        private long lastAsked = -1;
        private String difference;

        private Replay(Set<Integer> reordered, boolean describesState) {
            this.reordered = reordered;
            this.describesState = describesState;
            while (applied < events.size() && difference == null) {
                runTimers(applied, events.get(applied).at());
                if (difference == null) {
                    apply(events.get(applied++));
                }
            }
            if (difference == null) {
                runTimers(events.size(), QdiscModel.NEVER);
            }
            if (difference == null && matched < departures.size()) {
                difference = "the model's queue is empty, but the qdisc sent " + departures.get(matched);
            }
        }

        /** The departures and events up to the first difference. */
        private int explains() {
            return matched + applied;
        }

        private void apply(ModelEvent<M> event) {
            event.action()
                    .apply(model)
                    .ifPresent(
                            text -> difference = "event %d at %d: %s%n%s".formatted(applied, event.at(), text, model));
            if (event.dequeues()) {
                dequeueAll(event.at());
            }
        }

        /** Runs all timers up to event {@code i}. */
        private void runTimers(int i, long end) {
            while (difference == null && !model.isEmpty()) {
                boolean forLink = free > lastAsked;
                long timer = forLink ? free : model.nextTimer();
                if (timer > end && !isReordered(i, timer, end)) {
                    return;
                }
                if (!forLink && !model.canSend(timer)) {
                    continue;
                }
                long latest = timer + CLOCK_RESOLUTION + (forLink ? 0 : timerSlack);
                if (timer <= end && end < latest && !hasDepartureBetween(timer, end)) {
                    if (reordered.contains(i)) {
                        return;
                    }
                    ambiguous.push(i);
                }
                dequeueAll(timerTime(timer, Math.max(timer, Math.min(latest, end))));
            }
        }

        /** Whether a timer that expires so soon after event {@code i} is taken to be earlier. */
        private boolean isReordered(int i, long timer, long at) {
            if (clockError == 0 || at < timer - clockError) {
                return false;
            }
            if (!reordered.contains(i)) {
                ambiguous.push(i);
                return false;
            }
            return true;
        }

        /** Whether the timer has expired before the end: a packet left. */
        private boolean hasDepartureBetween(long timer, long end) {
            if (matched == departures.size()) {
                return false;
            }
            long at = departures.get(matched).at();
            return at >= timer && at < end;
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
            while (difference == null && free <= now && (link.asksWhenEmpty() || !model.isEmpty())) {
                String stateBefore = describesState ? model.toString() : "";
                QdiscModel.Departure departure = model.dequeue(now);
                if (departure == null) {
                    return;
                }
                match(departure, now, stateBefore);
                free = link.send(departure.bytes(), free, now);
            }
        }

        private void match(QdiscModel.Departure departure, long now, String stateBefore) {
            ObservedDeparture expected = new ObservedDeparture(departure.flow(), departure.seq(), departure.ce(), now);
            ObservedDeparture observed = matched < departures.size() ? departures.get(matched) : null;
            if (observed != null && expected.isSamePacket(observed) && Math.abs(now - observed.at()) <= clockError) {
                matched++;
                return;
            }
            difference = "departure %d: expected %s, captured %s%nState at %d:%s"
                    .formatted(matched, expected, observed, now, stateBefore);
        }
    }
}
