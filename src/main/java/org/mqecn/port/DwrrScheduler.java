// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Scheduling algorithms of the queues. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum DwrrScheduler implements Keyword {
    /** Deficit weighted round robin: the deficit is carried over to the next round. */
    DWRR("dwrr"),
    /** Weighted round robin: every round starts with one quantum. */
    WRR("wrr"),
    /** Weighted fair queueing by virtual start times; it has no rounds. */
    WFQ("wfq");

    private final String keyword;

    DwrrScheduler(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
