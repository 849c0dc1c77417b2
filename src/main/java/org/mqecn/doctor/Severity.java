// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/** How bad a finding is. */
public enum Severity {
    OK("✓"),
    WARNING("!"),
    FAILURE("✗");

    private final String symbol;

    Severity(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}
