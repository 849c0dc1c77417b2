// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigInteger;

/** TCN with a probability (Bai et al., CoNEXT 2016): RED's ramp over sojourn times. */
final class ProbabilisticTcnModel extends QueueModel {
    private static final long ONE = 1L << 32;
    private static final long PPM = 1_000_000;

    private final long min;
    private final long max;
    private final long probability;
    private final RandomNumbers randomNumbers;

    ProbabilisticTcnModel(long[] parameters, RandomNumbers randomNumbers) {
        min = parameters[0];
        max = parameters[1];
        probability = parameters[2] * ONE / PPM;
        this.randomNumbers = randomNumbers;
    }

    /** A packet that is marked for certain has a random number, too; one that is not, or by a chance below 2^-32, has none. */
    @Override
    Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        long chance = sojourn > max ? ONE : sojourn > min ? ramp(sojourn) : 0;
        return chance > 0 && randomNumbers.next32() < chance ? Verdict.MARK : Verdict.PASS;
    }

    private long ramp(long sojourn) {
        return BigInteger.valueOf(probability)
                .multiply(BigInteger.valueOf(sojourn - min))
                .divide(BigInteger.valueOf(max - min))
                .longValueExact();
    }
}
