// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Packet fields that may hold the rank. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum RankSource implements Keyword {
    DSCP("dscp"),
    PRIORITY("priority"),
    MARK("mark");

    private final String keyword;

    RankSource(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
