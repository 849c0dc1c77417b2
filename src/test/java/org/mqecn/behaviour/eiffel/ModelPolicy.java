// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/** Determines the next flow: the one with the lowest rank. */
public enum ModelPolicy {
    /** Round robin; flows that were idle precede the others for their first quantum. */
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
    /** By the rank of the packet at the head; round robin among flows of equal rank. */
    STRICT(true, false, true) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            return clampRank(modelFlow.head().rank(), eiffelModel.options());
        }
    },
    /** By remaining size: the lowest of the flow's packets, as in pFabric. */
    SRPT(false, true, true) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            return clampRank(modelFlow.minRank, eiffelModel.options());
        }
    },
    /** By the deadline of the packet at the head: its rank in units after its arrival or transmission time. */
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

        /** The granularity at which the 64 deadlines of the DSCPs fit into a window. */
        private static long width(ModelOptions modelOptions) {
            long units = 64 * modelOptions.deadlineUnit();
            return Math.max(modelOptions.granularity(), (units + modelOptions.buckets() - 1) / modelOptions.buckets());
        }
    },
    /** The longest queue first. */
    LQF(false, true, false) {
        @Override
        long rank(ModelFlow modelFlow, EiffelModel eiffelModel) {
            return eiffelModel.options().buckets()
                    - Math.min(modelFlow.packets(), eiffelModel.options().buckets());
        }
    },
    /** By the start tag of the packet at the head: start-time fair queueing (Goyal et al., SIGCOMM 1996). */
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

    /** Ranks from the last bucket on are equal. */
    static long clampRank(long rank, ModelOptions modelOptions) {
        return Math.min(rank, modelOptions.buckets() - 1);
    }

    /** Whether ranks increase with time, so that each packet gives its flow a new rank. Otherwise a flow keeps its position. */
    boolean hasMovingRanks() {
        return false;
    }

    /** The lowest rank that may still be inserted. */
    long floor(EiffelModel eiffelModel, long now) {
        return 0;
    }

    /** The number of ranks in a window of the scheduler. */
    int rankCount(ModelOptions modelOptions) {
        return modelOptions.buckets();
    }

    /** Whether flows of equal rank share by quanta: one sends until its quantum is used up. */
    boolean isRoundRobin() {
        return isRoundRobin;
    }

    /** Whether an arriving packet may change the rank of its flow. */
    boolean reranksOnArrival() {
        return reranksOnArrival;
    }

    /** Whether a packet that arrives at the limit pushes out the packet that would be sent last, if its rank is higher. */
    boolean pushesOut() {
        return pushesOut;
    }

    /** Whether the rank of a packet matters. */
    boolean readsRank() {
        return this != PACING && this != LQF;
    }

    /** The rank of a packet from the given source. */
    long carriedRank(ModelPacket modelPacket, ModelRankSource from) {
        return switch (from) {
            case PRIORITY -> modelPacket.priority();
            case MARK -> modelPacket.mark();
            case DSCP -> this == STRICT ? DscpRank.rank(modelPacket.dscp()) : modelPacket.dscp();
        };
    }
}
