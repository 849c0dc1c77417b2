// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigInteger;

/** TCN with a probability (Bai et al., CoNEXT 2016): RED's ramp over sojourn times. */
final class ProbabilisticTcnModel extends QueueModel {
    private static final long PPM = 1_000_000;

    private final Chance chance;
    private long min;
    private long max;
    private long probability;

    ProbabilisticTcnModel(Chance chance) {
        this.chance = chance;
    }

    @Override
    public void configure(long[] parameters, PortView port) {
        min = parameters[0];
        max = parameters[1];
        probability = parameters[2] * Chance.ALWAYS / PPM;
    }

    /** A packet that is marked for certain has a random number, too; one that is not, or by a chance below 2^-32, has none. */
    @Override
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        long present = sojourn > max ? Chance.ALWAYS : sojourn > min ? ramp(sojourn) : 0;
        return present > 0 && chance.happens(Verdict.MARK, present, 1) ? Verdict.MARK : Verdict.PASS;
    }

    private long ramp(long sojourn) {
        return BigInteger.valueOf(probability)
                .multiply(BigInteger.valueOf(sojourn - min))
                .divide(BigInteger.valueOf(max - min))
                .longValueExact();
    }
}
