// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

/**
 * A packet as the other end of the wire captured it.
 *
 * @param arrivalNs when it arrived, since the score began
 * @param frameBytes its length in bytes with FCS and any VLAN tag
 * @param protocol 4, 6, arp or other
 * @param vlan its VLAN tag; 0 without one
 * @param dscp -1 where it is not IP
 * @param ecn -1 where it is not IP
 * @param flow which step of the score sent it; -1 for what did not come from a score
 * @param seq its number in the flow, from 0
 * @param checksums whether its checksums are right: ok, bad, or none where they are not there to be checked
 */
record CapturedPacket(
        long arrivalNs,
        int frameBytes,
        String protocol,
        int vlan,
        int dscp,
        int ecn,
        int flow,
        int seq,
        String checksums) {
    static final int NOT_ECT = 0;
    static final int ECT1 = 1;
    static final int ECT0 = 2;
    static final int CE = 3;

    /** Bytes that it takes on the wire: minimum frame, preamble and gap counted. */
    int wireBytes() {
        return wireBytes(frameBytes);
    }

    static int wireBytes(int frame) {
        return Math.max(frame, 64) + 20;
    }

    boolean isCe() {
        return ecn == CE;
    }
}
