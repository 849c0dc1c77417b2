// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Locale;

/** The direction of the packets that a rule matches. The keyword is also the name of the netfilter hook. */
public enum Direction {
    /** Packets that this machine sends. */
    OUTPUT,
    /** Packets that it forwards. */
    FORWARD,
    /** Packets that it receives for itself. */
    INPUT;

    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }
}
