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
public final class Comparison {
    /**
     * A packet that came to the qdisc.
     *
     * @param rate that its socket is limited to from now on; 0: as before
     */
    public record Entered(Packet packet, long rate, long at) {}

    /** A packet that left it. */
    public record Left(int sender, int seq, boolean ce, long at) {
        @Override
        public String toString() {
            return "packet %d of %d%s at %d".formatted(seq, sender, ce ? " with CE" : "", at);
        }
    }

    /** ns: a virtual clock counts in 256 ns, and no timer is set for less than twice that. */
    private static final long CLOCK = 1_024;

    /** How far back a doubt is looked for. */
    private static final int DOUBTS = 10;

    private final Options options;
    private final Link link;
    private final List<Entered> entered;
    private final List<Left> left;

    public Comparison(Options options, Link link, List<Entered> entered, List<Left> left) {
        this.options = options;
        this.link = link;
        this.entered = entered;
        this.left = left;
    }

    /** How the model got on. */
    public record Outcome(Model model, Optional<String> difference) {}

    public Outcome compare() {
        Play play = new Play(Set.of());
        Optional<Play> better = better(play);
        while (better.isPresent()) {
            play = better.get();
            better = better(play);
        }
        return new Outcome(play.model, Optional.ofNullable(play.difference));
    }

    /** The same, with another view of one of the last doubtful moments, that explains more. */
    private Optional<Play> better(Play play) {
        if (play.difference == null) {
            return Optional.empty();
        }
        return play.doubtful.stream().limit(DOUBTS).map(one -> {
            Set<Integer> beforeTimer = new HashSet<>(play.beforeTimer);
            beforeTimer.add(one);
            return new Play(beforeTimer);
        }).filter(next -> next.matched > play.matched).findFirst();
    }

    /** One way to see it. */
    private final class Play {
        private final Model model = new Model(options);
        private final Set<Integer> beforeTimer;
        /** Packets that came when a timer was about to go off, and count as after it; the last one first. */
        private final Deque<Integer> doubtful = new ArrayDeque<>();
        private int matched;
        private long free;
        private long lastAsked = -1;
        private String difference;

        private Play(Set<Integer> beforeTimer) {
            this.beforeTimer = beforeTimer;
            for (int i = 0; i < entered.size() && difference == null; i++) {
                settle(i, entered.get(i).at());
                if (difference == null) {
                    arrive(entered.get(i));
                }
            }
            if (difference == null) {
                settle(entered.size(), Options.NONE);
            }
            if (difference == null && matched < left.size()) {
                difference = "nothing is left there, and yet it sent " + left.get(matched);
            }
        }

        private void arrive(Entered one) {
            if (one.rate() > 0) {
                model.limit(one.packet().sender(), one.rate());
            }
            model.enqueue(one.packet(), one.at());
            ask(one.at());
        }

        /** All timers up to the moment at which packet {@code i} comes. */
        private void settle(int i, long end) {
            while (difference == null && !model.isEmpty()) {
                boolean forLink = free > lastAsked;
                long timer = forLink ? free : model.due();
                if (timer > end) {
                    return;
                }
                long latest = timer + CLOCK + (forLink ? 0 : options.timerSlack());
                if (end < latest) {
                    if (beforeTimer.contains(i)) {
                        return;
                    }
                    doubtful.push(i);
                }
                ask(moment(timer, Math.min(latest, end)));
            }
        }

        /** When a timer went off: when something was seen to leave; without that it does not matter. */
        private long moment(long timer, long latest) {
            if (matched < left.size()) {
                long at = left.get(matched).at();
                if (at >= timer && at <= latest) {
                    return at;
                }
            }
            return timer;
        }

        private void ask(long now) {
            lastAsked = now;
            while (difference == null && free <= now && !(link == Link.SLOW && model.isEmpty())) {
                Model.Departure departure = model.dequeue(now);
                if (departure == null) {
                    return;
                }
                match(departure, now);
                free = link.send(departure.packet().bytes(), free, now);
            }
        }

        private void match(Model.Departure departure, long now) {
            Left expected = new Left(departure.packet().sender(), departure.packet().seq(), departure.ce(), now);
            Left seen = matched < left.size() ? left.get(matched) : null;
            if (expected.equals(seen)) {
                matched++;
                return;
            }
            difference = "departure %d must be %s, and is %s%nThere stood, at %d:%s".formatted(matched, expected, seen, now,
                    departure.why());
        }
    }
}
