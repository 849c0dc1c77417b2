// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

/**
 * A packet as the other end of the wire captured it.
 *
 * @param arrivalNs when it arrived, since the start of the script
 * @param frameBytes its length in bytes with FCS and any VLAN tag
 * @param protocol 4, 6, arp or other
 * @param vlan its VLAN tag; 0 without one
 * @param dscp -1 if it is not IP
 * @param ecn -1 if it is not IP
 * @param flow the step of the script that sent it; -1 if none did
 * @param seq sequence number in the flow, from 0
 * @param checksums ok, bad, or none if they cannot be checked
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

    /** Wire length in bytes, with padding, preamble and inter-frame gap. */
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
