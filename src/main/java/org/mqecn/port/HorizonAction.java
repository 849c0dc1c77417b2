// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** What happens to a packet whose time lies too far ahead. The order is the kernel's (kmod/uapi/eiffel.h). */
public enum HorizonAction implements Keyword {
    /** It is sent at the horizon. */
    CAP("cap"),
    DROP("drop");

    private final String keyword;

    HorizonAction(String word) {
        this.keyword = word;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
