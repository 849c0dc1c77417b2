// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** What RED does in a queue. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum RedAction implements Keyword {
    NONE("none"),
    /** Marks ECN-capable packets and drops no packet early. */
    MARK("mark"),
    /** Drops packets early, ECN-capable or not. */
    DROP("drop"),
    /** Marks ECN-capable packets and drops other packets early. */
    MARK_DROP("mark-drop");

    private final String keyword;

    RedAction(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }

    boolean marks() {
        return this == MARK || this == MARK_DROP;
    }

    boolean drops() {
        return this == DROP || this == MARK_DROP;
    }
}
