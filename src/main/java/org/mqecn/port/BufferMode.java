// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** How queues share the port's buffer. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum BufferMode implements Keyword {
    SHARED("shared"),
    /** Each queue is held to its own buffer, too. */
    STATIC("static");

    private final String keyword;

    BufferMode(String word) {
        this.keyword = word;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
