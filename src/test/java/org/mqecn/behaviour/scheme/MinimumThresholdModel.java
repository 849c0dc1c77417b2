// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigInteger;

/** Minimum thresholds (Bai et al., NSDI 2016, equation 2): K_i = w_i / sum of w * K. */
final class MinimumThresholdModel extends QueueModel {
    private BigInteger standard;
    private boolean marksAtDequeue;
    private BigInteger quantum;
    private BigInteger levelQuanta;

    @Override
    public void configure(long[] parameters, PortView port) {
        standard = BigInteger.valueOf(parameters[0]);
        marksAtDequeue = port.marksAtDequeue();
    }

    @Override
    public void quanta(long own, long level, long active) {
        quantum = BigInteger.valueOf(own);
        levelQuanta = BigInteger.valueOf(level);
    }

    @Override
    public Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        return !marksAtDequeue && isAbove(queueBytes) ? Verdict.MARK : Verdict.PASS;
    }

    @Override
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        return marksAtDequeue && isAbove(queueBytes) ? Verdict.MARK : Verdict.PASS;
    }

    /** Both sides are multiplied by the sum, so that nothing is rounded: a backlog is above K_i if it is above its floor. */
    private boolean isAbove(long queueBytes) {
        return BigInteger.valueOf(queueBytes).multiply(levelQuanta).compareTo(standard.multiply(quantum)) > 0;
    }
}
