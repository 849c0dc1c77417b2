// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.HashMap;
import java.util.Map;

/**
 * How long a flow waits after what it has sent: for as long as a quantum takes at its rate, once the quantum is used up;
 * where the rate is low or packets bring their own times, for as long as the packet takes. What came late is given back: all
 * that a bucket and the timer may take, of more than that up to half of the wait. No wait is longer than a second.
 */
final class Pacer {
    private static final long SECOND = 1_000_000_000L;

    private final ModelOptions modelOptions;
    private final Map<Integer, Long> rates = new HashMap<>();
    long packetsTooLong;

    Pacer(ModelOptions modelOptions) {
        this.modelOptions = modelOptions;
    }

    /** A socket sets a limit; its rate never rises. */
    void setMaxPacingRate(int sender, long rate) {
        rates.merge(sender, rate, Math::min);
    }

    void charge(ModelFlow modelFlow, ModelPacket modelPacket, long now) {
        modelFlow.credit -= modelPacket.bytes();
        if (!modelOptions.pacing()) {
            return;
        }
        boolean ownTime = modelPacket.txTime() != 0;
        long rate = Math.min(
                modelOptions.maxrate(),
                ownTime ? ModelOptions.NONE : rates.getOrDefault(modelPacket.sender(), ModelOptions.NONE));
        long bytes = modelPacket.bytes();
        if (!ownTime && rate <= modelOptions.lowRateThreshold()) {
            modelFlow.credit = 0;
        } else if (!ownTime) {
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
        long wait = bytes * SECOND / rate;
        if (wait > SECOND) {
            wait = SECOND;
            packetsTooLong++;
        }
        long ours = modelOptions.granularity() + modelOptions.timerSlack();
        return notBefore == 0 ? wait : wait - Math.min(now - notBefore, Math.max(ours, wait / 2));
    }
}
