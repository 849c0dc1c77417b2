// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A buffer policy: a packet is dropped if its queue exceeds a limit with it. */
public abstract class BufferModel extends QueueModel {
    /** The resolution of shares, in the parts of one that parameters have. */
    private static final int SHARE_DIGITS = 6;

    PortView port;

    /** A parameter in millionths. */
    static BigDecimal share(long millionths) {
        return BigDecimal.valueOf(millionths, SHARE_DIGITS);
    }

    /** Rounds to millionths. */
    static BigDecimal toMillionths(BigDecimal share) {
        return share.setScale(SHARE_DIGITS, RoundingMode.DOWN);
    }

    /** alpha * (B - Q) */
    final long dynamicThreshold(BigDecimal alpha, long portBytes) {
        return alpha.multiply(BigDecimal.valueOf(Math.max(0, port.sharedBuffer() - portBytes)))
                .longValue();
    }

    @Override
    public void configure(long[] parameters, PortView view) {
        port = view;
    }

    /** @param portBytes without the arriving packet */
    public abstract long limit(long portBytes);

    /** @param queueBytes with the packet, unless it was dropped; the port's likewise */
    public void arrived(long now, long queueBytes, long portBytes, int length, boolean dropped) {}

    /** The backlogs exclude the packet. */
    public void departed(long now, long queueBytes, long portBytes, int length) {}

    @Override
    public final Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        boolean dropped = queueBytes > limit(portBytes - length) || portBytes > port.sharedBuffer();
        int left = dropped ? length : 0;
        arrived(now, queueBytes - left, portBytes - left, length, dropped);
        return dropped ? Verdict.DROP : Verdict.PASS;
    }

    @Override
    public final Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        departed(now, queueBytes, portBytes, length);
        return Verdict.PASS;
    }
}
