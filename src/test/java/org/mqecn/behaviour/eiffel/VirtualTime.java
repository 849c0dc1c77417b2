// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/**
 * The virtual time of start-time fair queueing: the start tag of the packet sent last, in bytes of a flow with weight 1;
 * after a busy period, the highest finish tag of all packets sent.
 */
final class VirtualTime {
    /** Granularity of tags. */
    static final long BUCKET = 16;

    private static final long MAX_WEIGHT = 64;

    private long time;
    private long lastFinish;

    long time() {
        return time;
    }

    void onSent(ModelFlow modelFlow, ModelPacket modelPacket, long rank) {
        long weight = Math.max(1, Math.min(rank, MAX_WEIGHT));
        time = Math.max(time, modelFlow.startTag);
        modelFlow.finishTag = modelFlow.startTag + (modelPacket.bytes() + weight - 1) / weight;
        lastFinish = Math.max(lastFinish, modelFlow.finishTag);
    }

    void onIdle() {
        time = lastFinish;
    }
}
