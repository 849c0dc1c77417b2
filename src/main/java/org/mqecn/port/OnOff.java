// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** Whether something is done; 0 and 1 in the kernel. */
public enum OnOff implements Word {
    OFF("off"),
    ON("on");

    private final String word;

    OnOff(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
