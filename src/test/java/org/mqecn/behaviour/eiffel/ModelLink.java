// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.List;

/**
 * What the qdisc sends into: a device that is always free, or one that is busy for a while with each packet, so that flows
 * have to wait for each other. The slow one is an htb class above the qdisc: unlike tbf, it asks for no packet that it
 * cannot send yet.
 */
public enum ModelLink {
    UNLIMITED(0) {
        @Override
        public List<String> tc(ModelOptions modelOptions) {
            return List.of("qdisc add dev ea root handle 2: eiffel " + modelOptions);
        }
    },
    /** 8 Mbit/s. */
    LIMITED(1_000) {
        @Override
        public List<String> tc(ModelOptions modelOptions) {
            return List.of(
                    "qdisc add dev ea root handle 1: htb default 1",
                    "class add dev ea parent 1: classid 1:1 htb rate 8mbit ceil 8mbit burst %1$d cburst %1$d quantum 1514"
                            .formatted(BURST),
                    "qdisc add dev ea parent 1:1 handle 2: eiffel " + modelOptions);
        }
    };

    /** Bytes that may come too early after a pause; less than a packet. */
    private static final long BURST = 16;

    private final long nsPerByte;

    ModelLink(long nsPerByte) {
        this.nsPerByte = nsPerByte;
    }

    /** What has tc put it there, with the qdisc below. */
    public abstract List<String> tc(ModelOptions modelOptions);

    /** @return when it is free again: it was until {@code free}, and now sends a packet */
    long send(int bytes, long free, long now) {
        return Math.max(free, now - BURST * nsPerByte) + bytes * nsPerByte;
    }
}
