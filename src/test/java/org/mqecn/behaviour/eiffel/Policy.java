// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/** Which of the flows that may send goes first: the one of the least rank. */
public enum Policy {
    /** Round robin; flows that were idle go before the others while their first quantum lasts. */
    PACING(true, false, false) {
        @Override
        long rank(Flow flow, Model model) {
            return flow.fresh ? 0 : 1;
        }

        @Override
        int ranks(Options options) {
            return 2;
        }
    },
    /** The rank of the packet at the head; round robin among flows of one rank. */
    STRICT(true, false, true) {
        @Override
        long rank(Flow flow, Model model) {
            return told(flow.head().rank(), model.options());
        }
    },
    /** What is left of a message, by the packet that says the least; pFabric's rule. */
    SRPT(false, true, true) {
        @Override
        long rank(Flow flow, Model model) {
            return told(flow.bestRank, model.options());
        }
    },
    /** The deadline of the packet at the head: so many units after it came, or after its time. */
    EDF(false, false, false) {
        @Override
        long rank(Flow flow, Model model) {
            Flow.Waiting head = flow.head();
            return (head.since() + head.rank() * model.options().deadlineUnit()) / width(model.options());
        }

        @Override
        boolean movesOn() {
            return true;
        }

        @Override
        long floor(Model model, long now) {
            return now / width(model.options()) - model.options().buckets();
        }

        /** So wide that as many units as there are code points fit into a window. */
        private static long width(Options options) {
            long units = 64 * options.deadlineUnit();
            return Math.max(options.granularity(), (units + options.buckets() - 1) / options.buckets());
        }
    },
    /** The longest queue. */
    LQF(false, true, false) {
        @Override
        long rank(Flow flow, Model model) {
            return model.options().buckets() - Math.min(flow.packets(), model.options().buckets());
        }
    },
    /** The start of the packet at the head in virtual time; start-time fair queueing (Goyal et al., SIGCOMM 1996). */
    WFQ(false, false, false) {
        @Override
        long rank(Flow flow, Model model) {
            flow.start = Math.max(model.virtual().time(), flow.finish);
            return flow.start / VirtualTime.BUCKET;
        }

        @Override
        boolean movesOn() {
            return true;
        }

        @Override
        long floor(Model model, long now) {
            return model.virtual().time() / VirtualTime.BUCKET;
        }
    };

    private final boolean takesTurns;
    private final boolean byArrivals;
    private final boolean dropsWorst;

    Policy(boolean takesTurns, boolean byArrivals, boolean dropsWorst) {
        this.takesTurns = takesTurns;
        this.byArrivals = byArrivals;
        this.dropsWorst = dropsWorst;
    }

    abstract long rank(Flow flow, Model model);

    /** Ranks from the last bucket on are not told apart. */
    static long told(long rank, Options options) {
        return Math.min(rank, options.buckets() - 1);
    }

    /** Ranks grow as time goes on: a flow has another with each packet. Otherwise it keeps its place while it can. */
    boolean movesOn() {
        return false;
    }

    /** No rank below it comes any more. */
    long floor(Model model, long now) {
        return 0;
    }

    /** How many ranks a window of the scheduler has. */
    int ranks(Options options) {
        return options.buckets();
    }

    /** Flows of one rank share by quanta: one sends until its quantum is used up. */
    boolean takesTurns() {
        return takesTurns;
    }

    /** A packet that arrives may change the rank of its flow. */
    boolean byArrivals() {
        return byArrivals;
    }

    /** When all is full, a packet that comes pushes out what would be sent last, if that has a greater rank. */
    boolean dropsWorst() {
        return dropsWorst;
    }

    /** The rank that a packet carries, by where it is carried. */
    long carried(Packet packet, RankFrom from) {
        return switch (from) {
            case PRIORITY -> packet.priority();
            case MARK -> packet.mark();
            case DSCP -> this == STRICT ? CodePoint.order(packet.dscp()) : packet.dscp();
        };
    }
}
