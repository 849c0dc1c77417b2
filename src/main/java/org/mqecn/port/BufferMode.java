// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Buffer policies: ways in which queues share the port's buffer. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum BufferMode implements Keyword {
    SHARED("shared"),
    /** Each queue has a buffer of its own. */
    STATIC("static"),
    /** Any policy with a module of its own: see {@link ModuleSchemes}. */
    MODULE("");

    private final String keyword;

    BufferMode(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
