// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Whether something is done; 0 and 1 in the kernel. */
public enum OnOff implements Keyword {
    OFF("off"),
    ON("on");

    private final String keyword;

    OnOff(String word) {
        this.keyword = word;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
