// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigInteger;

/** Minimum thresholds (Bai et al., NSDI 2016, equation 2): K_i = w_i / sum of w * K. */
final class MinimumThresholdModel extends QueueModel {
    private final BigInteger standard;
    private BigInteger quantum;
    private BigInteger levelQuanta;

    MinimumThresholdModel(long[] parameters) {
        standard = BigInteger.valueOf(parameters[0]);
    }

    @Override
    void quanta(long own, long level, long active) {
        quantum = BigInteger.valueOf(own);
        levelQuanta = BigInteger.valueOf(level);
    }

    /** Both sides are multiplied by the sum, so that nothing is rounded: a backlog is above K_i if it is above its floor. */
    @Override
    Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        boolean above = BigInteger.valueOf(queueBytes).multiply(levelQuanta).compareTo(standard.multiply(quantum)) > 0;
        return above ? Verdict.MARK : Verdict.PASS;
    }
}
