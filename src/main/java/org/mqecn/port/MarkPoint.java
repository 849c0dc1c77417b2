// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** When the decision to mark is made. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum MarkPoint implements Keyword {
    /** On arrival, counting the arriving packet. */
    ENQUEUE("enqueue"),
    /** On departure, not counting the departing packet. */
    DEQUEUE("dequeue");

    private final String keyword;

    MarkPoint(String word) {
        this.keyword = word;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
