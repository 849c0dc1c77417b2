// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Where a packet carries its rank. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum RankSource implements Keyword {
    DSCP("dscp"),
    PRIORITY("priority"),
    MARK("mark");

    private final String keyword;

    RankSource(String word) {
        this.keyword = word;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
