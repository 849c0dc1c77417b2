// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/** Which of the flows that may send goes first: the one of the least rank. */
public enum ModelPolicy {
    /** Round robin; flows that were idle go before the others while their first quantum lasts. */
    PACING(true, false, false) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            return modelFlow.isNew ? 0 : 1;
        }

        @Override
        int rankCount(ModelOptions modelOptions) {
            return 2;
        }
    },
    /** The rank of the packet at the head; round robin among flows of one rank. */
    STRICT(true, false, true) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            return clampRank(modelFlow.head().rank(), eiffelModel.options());
        }
    },
    /** What is left of a message, by the packet that says the least; pFabric's rule. */
    SRPT(false, true, true) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            return clampRank(modelFlow.minRank, eiffelModel.options());
        }
    },
    /** The deadline of the packet at the head: so many units after it came, or after its time. */
    EDF(false, false, false) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            ModelFlow.QueuedPacket head = modelFlow.head();
            return (head.arrivalTime() + head.rank() * eiffelModel.options().deadlineUnit())
                    / width(eiffelModel.options());
        }

        @Override
        boolean hasMovingRanks() {
            return true;
        }

        @Override
        long floor(EiffelModel eiffelModel, long now) {
            return now / width(eiffelModel.options()) - eiffelModel.options().buckets();
        }

        /** So wide that as many units as there are code points fit into a window. */
        private static long width(ModelOptions modelOptions) {
            long units = 64 * modelOptions.deadlineUnit();
            return Math.max(modelOptions.granularity(), (units + modelOptions.buckets() - 1) / modelOptions.buckets());
        }
    },
    /** The longest queue. */
    LQF(false, true, false) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            return eiffelModel.options().buckets()
                    - Math.min(modelFlow.packets(), eiffelModel.options().buckets());
        }
    },
    /** The start of the packet at the head in virtual time; start-time fair queueing (Goyal et al., SIGCOMM 1996). */
    WFQ(false, false, false) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            modelFlow.startTag = Math.max(eiffelModel.virtualTime().time(), modelFlow.finishTag);
            return modelFlow.startTag / VirtualTime.BUCKET;
        }

        @Override
        boolean hasMovingRanks() {
            return true;
        }

        @Override
        long floor(EiffelModel eiffelModel, long now) {
            return eiffelModel.virtualTime().time() / VirtualTime.BUCKET;
        }
    };

    private final boolean isRoundRobin;
    private final boolean reranksOnArrival;
    private final boolean pushesOut;

    ModelPolicy(boolean takesTurns, boolean byArrivals, boolean dropsWorst) {
        this.isRoundRobin = takesTurns;
        this.reranksOnArrival = byArrivals;
        this.pushesOut = dropsWorst;
    }

    abstract long rank(ModelFlow modelFlow, EiffelModel eiffelModel);

    /** Ranks from the last bucket on are not told apart. */
    static long clampRank(long rank, ModelOptions modelOptions) {
        return Math.min(rank, modelOptions.buckets() - 1);
    }

    /** Ranks grow as time goes on: a flow has another with each packet. Otherwise it keeps its place while it can. */
    boolean hasMovingRanks() {
        return false;
    }

    /** No rank below it comes any more. */
    long floor(EiffelModel eiffelModel, long now) {
        return 0;
    }

    /** How many ranks a window of the scheduler has. */
    int rankCount(ModelOptions modelOptions) {
        return modelOptions.buckets();
    }

    /** Flows of one rank share by quanta: one sends until its quantum is used up. */
    boolean isRoundRobin() {
        return isRoundRobin;
    }

    /** A packet that arrives may change the rank of its flow. */
    boolean reranksOnArrival() {
        return reranksOnArrival;
    }

    /** When all is full, a packet that comes pushes out what would be sent last, if that has a greater rank. */
    boolean pushesOut() {
        return pushesOut;
    }

    /** The rank that a packet carries, by where it is carried. */
    long carriedRank(ModelPacket modelPacket, ModelRankSource from) {
        return switch (from) {
            case PRIORITY -> modelPacket.priority();
            case MARK -> modelPacket.mark();
            case DSCP -> this == STRICT ? DscpRank.rank(modelPacket.dscp()) : modelPacket.dscp();
        };
    }
}
