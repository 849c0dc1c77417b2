// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Actions for packets with a departure time beyond the horizon. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum HorizonAction implements Keyword {
    /** Sends the packet at the horizon. */
    CAP("cap"),
    DROP("drop");

    private final String keyword;

    HorizonAction(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
