// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** Which queue is next. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum Scheduler implements Word {
    /** What is left of a turn is kept for the next one. */
    DWRR("dwrr"),
    /** Each turn starts with one quantum. */
    WRR("wrr"),
    /** Packets in the order in which a fluid system would begin them; there are no turns. */
    WFQ("wfq");

    private final String word;

    Scheduler(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
