// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * ABM (Addanki et al., SIGCOMM 2022) in one queue: T = alpha * (B - Q) * mu / b, with the drain rate mu of the last
 * interval; a queue that was empty in it has the whole rate.
 */
final class ActiveBufferModel extends BufferModel {
    private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

    private final BigDecimal alpha;
    private final long interval;
    private final BigDecimal rate;
    private BigDecimal drainRate = BigDecimal.ONE;
    private long start;
    private long sent;
    private boolean wasEmpty;

    ActiveBufferModel(long[] parameters, long rate) {
        alpha = share(parameters[0]);
        interval = parameters[1];
        this.rate = BigDecimal.valueOf(rate);
    }

    @Override
    long limit(long portBytes) {
        return dynamicThreshold(toMillionths(alpha.multiply(drainRate)), portBytes);
    }

    @Override
    void arrived(long now, long queueBytes, long portBytes, int length, boolean dropped) {
        wasEmpty |= queueBytes - (dropped ? 0 : length) == 0;
        measure(now);
    }

    @Override
    void departed(long now, long queueBytes, long portBytes, int length) {
        sent += length;
        wasEmpty |= queueBytes == 0;
        measure(now);
    }

    private void measure(long now) {
        if (now - start < interval) {
            return;
        }
        long possible = rate.multiply(BigDecimal.valueOf(now - start))
                .divide(NS_PER_SECOND, MathContext.DECIMAL128)
                .longValue();
        BigDecimal lacking = wasEmpty || sent >= possible
                ? BigDecimal.ZERO
                : toMillionths(BigDecimal.valueOf(possible - sent)
                        .divide(BigDecimal.valueOf(possible), MathContext.DECIMAL128));
        drainRate = BigDecimal.ONE.subtract(lacking);
        start = now;
        sent = 0;
        wasEmpty = false;
    }

    @Override
    long[] statistics() {
        return new long[] {drainRate.movePointRight(6).longValue()};
    }
}
