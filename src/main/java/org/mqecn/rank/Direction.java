// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Locale;

/** Which packets a rule looks at. The word is the name of netfilter's hook, too. */
public enum Direction {
    /** What this machine sends itself. */
    OUTPUT,
    /** What it passes on. */
    FORWARD,
    /** What it receives for itself. */
    INPUT;

    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }
}
