// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.List;

/**
 * A packet as sent: one frame, or a GSO packet that is several.
 *
 * @param flow number of the sender
 * @param seq sequence number of the first frame
 * @param frames length of each frame with its Ethernet header and any VLAN tag, without FCS
 * @param dscp {@link #ABSENT} if it is not IP
 * @param ecn ECN field, 0 to 3
 * @param pcp of its VLAN tag; {@link #ABSENT} without one
 * @param classMinor the class in skb-&gt;priority; 0 if none
 */
public record PortPacket(int flow, int seq, List<Integer> frames, int dscp, int ecn, int pcp, int classMinor) {
    public static final int ABSENT = -1;

    static final int NOT_ECT = 0;
    static final int CE = 3;

    PortPacket withSeq(int other) {
        return new PortPacket(flow, other, frames, dscp, ecn, pcp, classMinor);
    }
}
