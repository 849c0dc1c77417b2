// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Which of eiffel's flows that may send goes first. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum EiffelPolicy implements Keyword {
    /** Round robin by quanta, new flows first. */
    PACING("pacing", false),
    /** The least rank of the packet at the head. */
    STRICT("strict", true),
    /** The least rank of all its packets (pFabric). */
    SRPT("srpt", true),
    /** The earliest deadline: arrival and as many units as the rank says. */
    EDF("edf", true),
    /** The longest queue. */
    LQF("lqf", false),
    /** The least virtual start time; the rank is the weight. */
    WFQ("wfq", true);

    private final String keyword;
    private final boolean readsRank;

    EiffelPolicy(String word, boolean readsRank) {
        this.keyword = word;
        this.readsRank = readsRank;
    }

    @Override
    public String keyword() {
        return keyword;
    }

    /** Whether the rank that packets carry is anything to it. */
    public boolean readsRank() {
        return readsRank;
    }
}
