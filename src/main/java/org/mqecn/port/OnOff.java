// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** A switch; 0 and 1 in the kernel. */
public enum OnOff implements Keyword {
    OFF("off"),
    ON("on");

    private final String keyword;

    OnOff(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
