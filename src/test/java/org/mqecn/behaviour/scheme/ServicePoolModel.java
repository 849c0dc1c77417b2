// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigInteger;

/** Marking per service pool: RED's ramp over the backlog that the ports of the pool have together. */
final class ServicePoolModel extends QueueModel {
    private static final long PPM = 1_000_000;

    private final Chance chance;
    private long min;
    private long max;
    private long probability;
    private PortView port;

    ServicePoolModel(Chance chance) {
        this.chance = chance;
    }

    @Override
    public void configure(long[] parameters, PortView view) {
        min = parameters[0];
        max = parameters[1];
        probability = parameters[2] * Chance.ALWAYS / PPM;
        port = view;
    }

    @Override
    public Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        return port.marksAtDequeue() ? Verdict.PASS : decide(portBytes);
    }

    @Override
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        return port.marksAtDequeue() ? decide(portBytes) : Verdict.PASS;
    }

    /** A packet that is marked for certain has a random number, too; one that is not has none. */
    private Verdict decide(long portBytes) {
        long backlog = backlogOfPool(portBytes);
        long present = backlog > max ? Chance.ALWAYS : backlog > min ? ramp(backlog) : 0;
        return present > 0 && chance.happens(Verdict.MARK, present, 1) ? Verdict.MARK : Verdict.PASS;
    }

    private long backlogOfPool(long portBytes) {
        return portBytes + port.otherPorts();
    }

    private long ramp(long backlog) {
        return BigInteger.valueOf(probability)
                .multiply(BigInteger.valueOf(backlog - min))
                .divide(BigInteger.valueOf(max - min))
                .longValueExact();
    }

    @Override
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {backlogOfPool(portBytes)};
    }
}
