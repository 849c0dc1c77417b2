// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * ABM (Addanki et al., SIGCOMM 2022) in one queue: T = alpha * (B - Q) * mu / b, with the drain rate mu of the last
 * interval; a queue that was empty in it has the whole rate.
 */
final class ActiveBufferModel extends BufferModel {
    private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

    private BigDecimal alpha;
    private long interval;
    private BigDecimal rate;
    private BigDecimal drainRate = BigDecimal.ONE;
    private long start;
    private long sent;
    private boolean wasEmpty;

    @Override
    public void configure(long[] parameters, PortView view) {
        super.configure(parameters, view);
        alpha = share(parameters[0]);
        interval = parameters[1];
        rate = BigDecimal.valueOf(view.rate());
    }

    @Override
    public long limit(long portBytes) {
        return dynamicThreshold(toMillionths(alpha.multiply(drainRate)), portBytes);
    }

    @Override
    public void arrived(long now, long queueBytes, long portBytes, int length, boolean dropped) {
        wasEmpty |= queueBytes - (dropped ? 0 : length) == 0;
        measure(now);
    }

    @Override
    public void departed(long now, long queueBytes, long portBytes, int length) {
        sent += length;
        wasEmpty |= queueBytes == 0;
        measure(now);
    }

    private void measure(long now) {
        if (now - start < interval) {
            return;
        }
        wasEmpty |= start == 0; // the policy has just come
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
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {drainRate.movePointRight(6).longValue()};
    }
}
