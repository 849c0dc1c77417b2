// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * MQ-ECN for any scheduler: K_i = min(quantum_i / sum, 1) * K, where the sum is the average of the quanta of all queues that
 * have packets.
 */
final class GeneralMqEcnModel extends QueueModel {
    private static final int ALPHA_ONE = 1000;
    /** The resolution of the average, in bytes. */
    private static final BigDecimal RESOLUTION = BigDecimal.ONE.divide(BigDecimal.valueOf(65_536));

    private final BigDecimal standard;
    private final BigDecimal alpha;
    private BigDecimal average = BigDecimal.ZERO;
    private long quantum;
    private long activeQuanta;

    GeneralMqEcnModel(long[] parameters) {
        standard = BigDecimal.valueOf(parameters[0]);
        alpha = BigDecimal.valueOf(parameters[1]).divide(BigDecimal.valueOf(ALPHA_ONE));
    }

    @Override
    void quanta(long own, long level, long active) {
        quantum = own;
        activeQuanta = active;
    }

    @Override
    void period(long now, long queueBytes, long portBytes) {
        BigDecimal sample = BigDecimal.valueOf(activeQuanta);
        BigDecimal exact = average.multiply(alpha).add(sample.multiply(BigDecimal.ONE.subtract(alpha)));
        average = exact.divide(RESOLUTION).setScale(0, RoundingMode.DOWN).multiply(RESOLUTION);
    }

    @Override
    Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        BigDecimal own = BigDecimal.valueOf(quantum);
        BigDecimal sum = average.max(own);
        boolean above = BigDecimal.valueOf(queueBytes).multiply(sum).compareTo(standard.multiply(own)) > 0;
        return above ? Verdict.MARK : Verdict.PASS;
    }

    @Override
    long[] statistics() {
        return new long[] {average.longValue()};
    }
}
