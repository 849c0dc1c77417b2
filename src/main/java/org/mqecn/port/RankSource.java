// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** Where a packet carries its rank. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum RankSource implements Word {
    DSCP("dscp"),
    PRIORITY("priority"),
    MARK("mark");

    private final String word;

    RankSource(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
