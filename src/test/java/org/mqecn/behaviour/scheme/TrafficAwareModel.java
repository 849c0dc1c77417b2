// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigDecimal;

/**
 * Traffic-aware dynamic thresholds (Huang, Wang, Cui, INFOCOM 2021) in one queue. Its counts are in packets: of the buffer,
 * and of each queue's share of it.
 */
final class TrafficAwareModel extends BufferModel {
    private enum State {
        NORMAL,
        ABSORB,
        EVACUATE
    }

    /** How many queues of the port absorb a burst. */
    static final class AbsorbingQueues {
        private int count;
    }

    private final AbsorbingQueues absorbing;
    private BigDecimal alpha;
    private long bufferFrames;
    private long framesPerQueue;
    private State state = State.NORMAL;
    /** Departures in a row. */
    private int quiet;
    /** Arrivals less departures, never below 0. */
    private long growth;
    /** Departures since the growth is observed. */
    private long observed;
    /** Departures in the present state. */
    private long absorbed;
    /** Drops in the present state, while packets arrive. */
    private long drops;

    private long bursts;
    private long evacuations;

    TrafficAwareModel(AbsorbingQueues absorbing) {
        this.absorbing = absorbing;
    }

    @Override
    public void configure(long[] parameters, PortView view) {
        super.configure(parameters, view);
        alpha = share(parameters[0]);
        bufferFrames = Math.max(1, view.sharedBuffer() / view.fullFrame());
        framesPerQueue = Math.max(1, bufferFrames / view.queues());
    }

    @Override
    public long limit(long portBytes) {
        long dynamic = dynamicThreshold(alpha, portBytes);
        return switch (state) {
            case NORMAL -> dynamic;
            case ABSORB -> port.sharedBuffer() / absorbing.count;
            case EVACUATE -> Math.min(dynamic, port.sharedBuffer() / port.queues());
        };
    }

    private void enter(State next) {
        if (state == next) {
            return;
        }
        absorbing.count += (next == State.ABSORB ? 1 : 0) - (state == State.ABSORB ? 1 : 0);
        bursts += next == State.ABSORB ? 1 : 0;
        evacuations += next == State.EVACUATE ? 1 : 0;
        state = next;
        absorbed = 0;
        drops = 0;
    }

    @Override
    public void arrived(long now, long queueBytes, long portBytes, int length, boolean dropped) {
        quiet = 0;
        if (dropped) {
            if (state == State.ABSORB && portBytes + length > port.sharedBuffer()) {
                enter(State.NORMAL);
            }
            growth = 0;
            drops++;
            if (drops >= Math.max(1, bufferFrames / 2)) {
                enter(State.EVACUATE);
            }
            return;
        }
        if (state != State.ABSORB) {
            growth++;
            if (growth >= framesPerQueue) {
                enter(State.ABSORB);
                growth = 0;
                observed = 0;
            }
        }
        endEvacuation(queueBytes, portBytes);
    }

    @Override
    public void departed(long now, long queueBytes, long portBytes, int length) {
        quiet++;
        if (quiet == 3) {
            quiet = 0;
            growth = 0;
            drops = 0;
            enter(State.NORMAL);
        }
        growth = Math.max(0, growth - 1);
        if (state == State.NORMAL) {
            observed++;
            if (observed >= framesPerQueue) {
                observed = 0;
                growth = 0;
                quiet = 0;
            }
        } else if (state == State.ABSORB) {
            absorbed++;
            if (absorbed >= 2 * bufferFrames) {
                enter(State.NORMAL);
            }
        }
        endEvacuation(queueBytes, portBytes);
    }

    private void endEvacuation(long queueBytes, long portBytes) {
        if (state == State.EVACUATE && limit(portBytes) > 2 * queueBytes) {
            enter(State.NORMAL);
        }
    }

    @Override
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {bursts, evacuations};
    }
}
