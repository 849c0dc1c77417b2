// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** How queues share the port's buffer. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum BufferMode implements Word {
    SHARED("shared"),
    /** Each queue is held to its own buffer, too. */
    STATIC("static");

    private final String word;

    BufferMode(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
