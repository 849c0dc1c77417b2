// SPDX-License-Identifier: Apache-2.0
    private final long thresh;
    private long marks;

    /** A queue without a past. The values of the parameters are in the order of the C file. */
    Model(long[] param) {
        thresh = param[0];
    }

    /** A packet arrives. The backlogs of queue and port include it. */
    Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        if (queueBytes <= thresh) {
            return Verdict.PASS;
        }
        marks++;
        return Verdict.MARK;
    }

    /** A packet departs, which arrived a sojourn time (ns) ago. The backlogs exclude it. */
    Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        return Verdict.PASS;
    }

    /** The statistics, in the order of the C file. */
    long[] statistics() {
        return new long[] {marks};
    }
