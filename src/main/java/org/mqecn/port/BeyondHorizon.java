// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** What happens to a packet whose time lies too far ahead. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum BeyondHorizon implements Word {
    /** It is sent at the horizon. */
    CAP("cap"),
    DROP("drop");

    private final String word;

    BeyondHorizon(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
