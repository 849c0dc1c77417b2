// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Which queue is next. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum DwrrScheduler implements Keyword {
    /** What is left of a turn is kept for the next one. */
    DWRR("dwrr"),
    /** Each turn starts with one quantum. */
    WRR("wrr"),
    /** Packets in the order in which a fluid system would begin them; there are no turns. */
    WFQ("wfq");

    private final String keyword;

    DwrrScheduler(String word) {
        this.keyword = word;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
