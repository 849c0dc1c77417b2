// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

/**
 * ECN# (Zhang et al., CoNEXT 2019) in plain Java. A packet is marked if its sojourn time is above a target, or if sojourn
 * times have been at least a lower target for an interval; then again after interval / sqrt(marks).
 */
public final class EcnSharpModel extends QueueModel {
    private static final long NEVER = -1;
    private static final double FRACTION = 65_536;

    private long insTarget;
    private long pstTarget;
    private long pstInterval;
    private long reachedAt = NEVER;
    private long marks;
    private long nextMark;
    private long insMarks;
    private long pstMarks;

    @Override
    public void configure(long[] parameters, PortView port) {
        insTarget = parameters[0];
        pstTarget = parameters[1];
        pstInterval = parameters[2];
    }

    @Override
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        boolean instantaneous = sojourn > insTarget;
        boolean persistent = marksPersistent(now, sojourn);
        insMarks += instantaneous ? 1 : 0;
        pstMarks += persistent ? 1 : 0;
        return instantaneous || persistent ? Verdict.MARK : Verdict.PASS;
    }

    private boolean marksPersistent(long now, long sojourn) {
        if (sojourn < pstTarget) {
            reachedAt = NEVER;
        } else if (reachedAt == NEVER) {
            reachedAt = now;
        }
        if (reachedAt == NEVER || now - reachedAt <= pstInterval) {
            marks = 0;
            return false;
        }
        if (marks > 0 && now <= nextMark) {
            return false;
        }
        marks++;
        nextMark = (marks == 1 ? now : nextMark) + intervalAfter(marks);
        return true;
    }

    /** The interval over the square root of the marks, in the fixed-point numbers of the kernel. */
    private long intervalAfter(long count) {
        return (long) (pstInterval * FRACTION) / (long) (Math.sqrt(count) * FRACTION);
    }

    @Override
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {insMarks, pstMarks};
    }
}
