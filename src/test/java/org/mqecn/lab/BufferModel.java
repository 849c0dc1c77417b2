// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A buffer policy: a packet is dropped if its queue exceeds a limit with it. {@code kmod/model/scheme.c} has the buffer. */
abstract class BufferModel extends QueueModel {
    static final long SHARED_BUFFER = 300_000;
    static final int QUEUES = 4;

    /** The resolution of shares, in the parts of one that parameters have. */
    private static final int SHARE_DIGITS = 6;

    /** A parameter in millionths. */
    static BigDecimal share(long millionths) {
        return BigDecimal.valueOf(millionths, SHARE_DIGITS);
    }

    /** Rounds to millionths. */
    static BigDecimal toMillionths(BigDecimal share) {
        return share.setScale(SHARE_DIGITS, RoundingMode.DOWN);
    }

    /** alpha * (B - Q) */
    static long dynamicThreshold(BigDecimal alpha, long portBytes) {
        return alpha.multiply(BigDecimal.valueOf(Math.max(0, SHARED_BUFFER - portBytes)))
                .longValue();
    }

    /** @param portBytes without the arriving packet */
    abstract long limit(long portBytes);

    /** @param queueBytes with the packet, unless it was dropped; the port's likewise */
    void arrived(long now, long queueBytes, long portBytes, int length, boolean dropped) {}

    void departed(long now, long queueBytes, long portBytes, int length) {}

    @Override
    final Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        boolean dropped = queueBytes > limit(portBytes - length) || portBytes > SHARED_BUFFER;
        int left = dropped ? length : 0;
        arrived(now, queueBytes - left, portBytes - left, length, dropped);
        return dropped ? Verdict.DROP : Verdict.PASS;
    }

    @Override
    final Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        departed(now, queueBytes, portBytes, length);
        return Verdict.PASS;
    }
}
