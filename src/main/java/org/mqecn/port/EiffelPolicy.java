// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Scheduling policies among eiffel's eligible flows. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum EiffelPolicy implements Keyword {
    /** Deficit round robin, new flows first. */
    PACING("pacing", false),
    /** Smallest rank of the head packet first. */
    STRICT("strict", true),
    /** Smallest rank of any packet of the flow first (pFabric). */
    SRPT("srpt", true),
    /** Earliest deadline first: arrival time plus rank times the deadline unit. */
    EDF("edf", true),
    /** Longest queue first. */
    LQF("lqf", false),
    /** Smallest virtual start time first; the rank is the weight. */
    WFQ("wfq", true);

    private final String keyword;
    private final boolean readsRank;

    EiffelPolicy(String keyword, boolean readsRank) {
        this.keyword = keyword;
        this.readsRank = readsRank;
    }

    @Override
    public String keyword() {
        return keyword;
    }

    /** Whether the policy uses the rank of packets. */
    public boolean readsRank() {
        return readsRank;
    }
}
