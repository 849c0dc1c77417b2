// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.List;
import org.mqecn.behaviour.model.LinkModel;

/**
 * The link of the qdisc: a device that is always free, or one that is busy with each packet for a while, so that flows
 * compete. The slow link is an htb class above the qdisc: unlike tbf, it dequeues no packet that it cannot send yet.
 */
public enum ModelLink implements LinkModel {
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

    /** Burst after an idle period in bytes; less than a packet. */
    private static final long BURST = 16;

    private final long nsPerByte;

    ModelLink(long nsPerByte) {
        this.nsPerByte = nsPerByte;
    }

    /** The tc commands that add the link and the qdisc below it. */
    public abstract List<String> tc(ModelOptions modelOptions);

    @Override
    public long send(int bytes, long free, long now) {
        return Math.max(free, now - BURST * nsPerByte) + bytes * nsPerByte;
    }

    @Override
    public boolean asksWhenEmpty() {
        return this == UNLIMITED;
    }
}
