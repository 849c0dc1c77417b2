// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigDecimal;
import org.mqecn.value.EthernetFrame;

/**
 * Traffic-aware dynamic thresholds (Huang, Wang, Cui, INFOCOM 2021) in one queue. Its counts are in packets: of the buffer,
 * and of each queue's share of it.
 */
final class TrafficAwareModel extends BufferModel {
    private static final long BUFFER_FRAMES = SHARED_BUFFER / EthernetFrame.FULL_WIRE_LENGTH;
    private static final long FRAMES_PER_QUEUE = BUFFER_FRAMES / QUEUES;

    private enum State {
        NORMAL,
        ABSORB,
        EVACUATE
    }

    private final BigDecimal alpha;
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

    TrafficAwareModel(long[] parameters) {
        alpha = share(parameters[0]);
    }

    @Override
    long limit(long portBytes) {
        long dynamic = dynamicThreshold(alpha, portBytes);
        return switch (state) {
            case NORMAL -> dynamic;
            case ABSORB -> SHARED_BUFFER;
            case EVACUATE -> Math.min(dynamic, SHARED_BUFFER / QUEUES);
        };
    }

    private void enter(State next) {
        if (state == next) {
            return;
        }
        bursts += next == State.ABSORB ? 1 : 0;
        evacuations += next == State.EVACUATE ? 1 : 0;
        state = next;
        absorbed = 0;
        drops = 0;
    }

    @Override
    void arrived(long now, long queueBytes, long portBytes, int length, boolean dropped) {
        quiet = 0;
        if (dropped) {
            if (state == State.ABSORB && portBytes + length > SHARED_BUFFER) {
                enter(State.NORMAL);
            }
            growth = 0;
            drops++;
            if (drops >= BUFFER_FRAMES / 2) {
                enter(State.EVACUATE);
            }
            return;
        }
        if (state != State.ABSORB) {
            growth++;
            if (growth >= FRAMES_PER_QUEUE) {
                enter(State.ABSORB);
                growth = 0;
                observed = 0;
            }
        }
        endEvacuation(queueBytes, portBytes);
    }

    @Override
    void departed(long now, long queueBytes, long portBytes, int length) {
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
            if (observed >= FRAMES_PER_QUEUE) {
                observed = 0;
                growth = 0;
                quiet = 0;
            }
        } else if (state == State.ABSORB) {
            absorbed++;
            if (absorbed >= 2 * BUFFER_FRAMES) {
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
    long[] statistics() {
        return new long[] {bursts, evacuations};
    }
}
