// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/** How the DSCP of a flow's packets is chosen, which is all that a port knows about the flow. */
public sealed interface DscpTagging {
    /** The DSCP of the flow's service, for the whole flow. */
    DscpTagging PER_SERVICE = new Demotion(0, 0);

    /** Longest chunk with one DSCP if the DSCP encodes the remaining size. */
    long MAX_CHUNK = 1 << 16;

    /**
     * A part of a flow with one DSCP.
     *
     * @param bytes its length
     */
    record TaggedChunk(int dscp, long bytes) {}

    /**
     * Returns the next chunk of a flow.
     *
     * @param sent bytes of the flow that have been sent
     * @param size size of the flow in bytes
     * @param dscp DSCP of its service
     */
    TaggedChunk nextChunk(long sent, long size, int dscp);

    /**
     * The first bytes of a flow have another DSCP than the rest, as the sending host does in PIAS (NSDI 2015): short flows
     * finish at high priority although flow sizes are not known in advance.
     *
     * @param dscp DSCP of the first bytes
     * @param bytes number of these bytes; 0 for none
     */
    record Demotion(int dscp, long bytes) implements DscpTagging {
        @Override
        public TaggedChunk nextChunk(long sent, long size, int service) {
            long first = bytes == 0 ? 0 : Math.min(Math.max(bytes, ResponseHeader.LENGTH), size);
            return sent < first ? new TaggedChunk(dscp, first - sent) : new TaggedChunk(service, size - sent);
        }
    }

    /**
     * The DSCP encodes the remaining flow size: the priority of pFabric (SIGCOMM 2013), in a field that switches read. It
     * is 0 up to 1 KiB and grows by four per doubling of the size; 63 begins at 56 MB.
     */
    record RemainingSize() implements DscpTagging {
        private static final int MIN_SIZE = 1 << 10;
        private static final int STEPS_PER_DOUBLING = 4;
        private static final int MAX_DSCP = 63;

        @Override
        public TaggedChunk nextChunk(long sent, long size, int service) {
            return new TaggedChunk(dscpOf(size - sent), Math.min(MAX_CHUNK, size - sent));
        }

        static int dscpOf(long remaining) {
            double doublings = Math.log((double) remaining / MIN_SIZE) / Math.log(2);
            return (int) Math.max(0, Math.min(MAX_DSCP, STEPS_PER_DOUBLING * doublings));
        }
    }
}
