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

    private final Options options;
    private final Map<Integer, Long> rates = new HashMap<>();
    long tooLong;

    Pacer(Options options) {
        this.options = options;
    }

    /** A socket sets a limit; its rate never rises. */
    void limit(int sender, long rate) {
        rates.merge(sender, rate, Math::min);
    }

    void charge(Flow flow, Packet packet, long now) {
        flow.credit -= packet.bytes();
        if (!options.pacing()) {
            return;
        }
        boolean ownTime = packet.time() != 0;
        long rate = Math.min(options.maxrate(), ownTime ? Options.NONE
                : rates.getOrDefault(packet.sender(), Options.NONE));
        long bytes = packet.bytes();
        if (!ownTime && rate <= options.lowRateThreshold()) {
            flow.credit = 0;
        } else if (!ownTime) {
            if (flow.credit > 0) {
                return;
            }
            bytes = Math.max(bytes, options.quantum());
        }
        if (rate != Options.NONE) {
            flow.notBefore = now + wait(bytes, rate, flow.notBefore, now);
        }
    }

    private long wait(long bytes, long rate, long notBefore, long now) {
        long wait = bytes * SECOND / rate;
        if (wait > SECOND) {
            wait = SECOND;
            tooLong++;
        }
        long ours = options.granularity() + options.timerSlack();
        return notBefore == 0 ? wait : wait - Math.min(now - notBefore, Math.max(ours, wait / 2));
    }
}
