// SPDX-License-Identifier: Apache-2.0
    /** The shared buffer in a test, in bytes. It has four queues. */
    private static final long SHARED_BUFFER = 300_000;

    private final long alpha;
    private long drops;

    /** A queue without a past. The values of the parameters are in the order of the C file. */
    Model(long[] param) {
        alpha = param[0];
    }

    /** Up to how many bytes the queue may grow while all queues together hold others: alpha * (B - Q). */
    long limit(long held) {
        return alpha * Math.max(0, SHARED_BUFFER - held) / 1_000_000;
    }

    /** A packet arrives. The backlogs of queue and port include it. */
    Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        if (queueBytes <= limit(portBytes - length) && portBytes <= SHARED_BUFFER) {
            return Verdict.PASS;
        }
        drops++;
        return Verdict.DROP;
    }

    /** A packet departs, which arrived a sojourn time (ns) ago. The backlogs exclude it. */
    Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        return Verdict.PASS;
    }

    /** The statistics, in the order of the C file. */
    long[] statistics() {
        return new long[] {drops};
    }
