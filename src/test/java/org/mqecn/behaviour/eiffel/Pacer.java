// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.HashMap;
import java.util.Map;

/**
 * The delay of a flow after a packet: the transmission time of a quantum at its rate when the quantum is used up; at low
 * rates, or if packets have a transmission time, that of the packet. Lateness is compensated: in full as far as a bucket
 * and the timer cause it, beyond that up to half of the delay. No delay is longer than a second.
 */
final class Pacer {
    private static final long SECOND = 1_000_000_000L;

    private final ModelOptions modelOptions;
    private final Map<Integer, Long> rates = new HashMap<>();
    long packetsTooLong;

    Pacer(ModelOptions modelOptions) {
        this.modelOptions = modelOptions;
    }

    /** Sets the limit of a socket. Its rate never rises. */
    void setMaxPacingRate(int sender, long rate) {
        rates.merge(sender, rate, Math::min);
    }

    void charge(ModelFlow modelFlow, ModelPacket modelPacket, long now) {
        modelFlow.credit -= modelPacket.bytes();
        if (!modelOptions.pacing()) {
            return;
        }
        boolean hasTxTime = modelPacket.txTime() != 0;
        long rate = Math.min(
                modelOptions.maxrate(),
                hasTxTime ? ModelOptions.NONE : rates.getOrDefault(modelPacket.sender(), ModelOptions.NONE));
        long bytes = modelPacket.bytes();
        if (!hasTxTime && rate <= modelOptions.lowRateThreshold()) {
            modelFlow.credit = 0;
        } else if (!hasTxTime) {
            if (modelFlow.credit > 0) {
                return;
            }
            bytes = Math.max(bytes, modelOptions.quantum());
        }
        if (rate != ModelOptions.NONE) {
            modelFlow.timeNextPacket = now + computeDelay(bytes, rate, modelFlow.timeNextPacket, now);
        }
    }

    private long computeDelay(long bytes, long rate, long notBefore, long now) {
        long delay = bytes * SECOND / rate;
        if (delay > SECOND) {
            delay = SECOND;
            packetsTooLong++;
        }
        long slack = modelOptions.granularity() + modelOptions.timerSlack();
        return notBefore == 0 ? delay : delay - Math.min(now - notBefore, Math.max(slack, delay / 2));
    }
}
