// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/** Which code points the parts of a flow have, and so what a port may know of the flow. */
public sealed interface DscpTagging {
    /** A flow has the code point of its service from beginning to end. */
    DscpTagging PER_SERVICE = new Demotion(0, 0);

    /** The longest part of which the code point tells what is left. */
    long MAX_CHUNK = 1 << 16;

    /**
     * Bytes of one code point.
     *
     * @param bytes how many
     */
    record TaggedChunk(int dscp, long bytes) {}

    /**
     * The next part of a flow.
     *
     * @param sent bytes of it that have been sent
     * @param size bytes of it
     * @param dscp code point of its service
     */
    TaggedChunk nextChunk(long sent, long size, int dscp);

    /**
     * A flow begins with another code point than it goes on with: what PIAS (NSDI 2015) has the sending host do, so
     * that short flows, whose sizes nobody knows, get all the way through with priority.
     *
     * @param dscp that the flow begins with
     * @param bytes that it has this code point for; 0 for none
     */
    record Demotion(int dscp, long bytes) implements DscpTagging {
        @Override
        public TaggedChunk nextChunk(long sent, long size, int service) {
            long first = bytes == 0 ? 0 : Math.min(Math.max(bytes, ResponseHeader.LENGTH), size);
            return sent < first ? new TaggedChunk(dscp, first - sent) : new TaggedChunk(service, size - sent);
        }
    }

    /**
     * The code point tells how much of the flow is left: the priority of pFabric (SIGCOMM 2013), in the only field of
     * a packet that switches read. A kilobyte or less is 0; from there each doubling is four code points, so that
     * the last begins at 56 MB.
     */
    record RemainingSize() implements DscpTagging {
        private static final int MIN_SIZE = 1 << 10;
        private static final int STEPS_PER_DOUBLING = 4;
        private static final int MAX_DSCP = 63;

        @Override
        public TaggedChunk nextChunk(long sent, long size, int service) {
            return new TaggedChunk(dscpOf(size - sent), Math.min(MAX_CHUNK, size - sent));
        }

        static int dscpOf(long left) {
            double doublings = Math.log((double) left / MIN_SIZE) / Math.log(2);
            return (int) Math.max(0, Math.min(MAX_DSCP, STEPS_PER_DOUBLING * doublings));
        }
    }
}
