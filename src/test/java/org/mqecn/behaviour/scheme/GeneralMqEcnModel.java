// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * MQ-ECN for any scheduler: K_i = min(quantum_i / sum, 1) * K, where the sum is the average of the quanta of all queues that
 * have packets.
 */
final class GeneralMqEcnModel extends QueueModel {
    private static final int ALPHA_ONE = 1000;
    /** The resolution of the average, in parts of a byte. */
    private static final BigDecimal PARTS = BigDecimal.valueOf(65_536);

    private static final BigDecimal PART = BigDecimal.ONE.divide(PARTS);

    private BigDecimal standard;
    private BigDecimal alpha;
    private long interval;
    private boolean marksAtDequeue;
    private BigDecimal average = BigDecimal.ZERO;
    private long quantum;
    private long activeQuanta;

    @Override
    public void configure(long[] parameters, PortView port) {
        standard = BigDecimal.valueOf(parameters[0]);
        alpha = BigDecimal.valueOf(parameters[1]).divide(BigDecimal.valueOf(ALPHA_ONE));
        interval = parameters[2];
        marksAtDequeue = port.marksAtDequeue();
    }

    @Override
    public long interval() {
        return interval;
    }

    @Override
    public void quanta(long own, long level, long active) {
        quantum = own;
        activeQuanta = active;
    }

    @Override
    public void period(long now, long queueBytes, long portBytes) {
        BigDecimal sample = BigDecimal.valueOf(activeQuanta);
        BigDecimal exact = average.multiply(alpha).add(sample.multiply(BigDecimal.ONE.subtract(alpha)));
        average = exact.multiply(PARTS).setScale(0, RoundingMode.DOWN).multiply(PART);
    }

    @Override
    public Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        return !marksAtDequeue && isAbove(queueBytes) ? Verdict.MARK : Verdict.PASS;
    }

    @Override
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        return marksAtDequeue && isAbove(queueBytes) ? Verdict.MARK : Verdict.PASS;
    }

    private boolean isAbove(long queueBytes) {
        BigDecimal own = BigDecimal.valueOf(quantum);
        return BigDecimal.valueOf(queueBytes).multiply(average.max(own)).compareTo(standard.multiply(own)) > 0;
    }

    @Override
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {average.longValue()};
    }
}
