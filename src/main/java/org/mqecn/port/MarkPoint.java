// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** When the decision to mark is made. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum MarkPoint implements Word {
    /** On arrival, counting the arriving packet. */
    ENQUEUE("enqueue"),
    /** On departure, not counting the departing packet. */
    DEQUEUE("dequeue");

    private final String word;

    MarkPoint(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
