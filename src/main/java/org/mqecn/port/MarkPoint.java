// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Points at which packets are marked. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum MarkPoint implements Keyword {
    /** On arrival; the backlog includes the arriving packet. */
    ENQUEUE("enqueue"),
    /** On departure; the backlog excludes the departing packet. */
    DEQUEUE("dequeue");

    private final String keyword;

    MarkPoint(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
