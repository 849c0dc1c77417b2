// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/** What a DSCP stands for: its upper three bits are a class, the lower three the drop level in it. */
final class DscpRank {
    private static final int LOWER_EFFORT = 1;
    private static final int EXPEDITED_FORWARDING = 46;
    private static final int LAST = 63;

    private DscpRank() {}

    /** Higher classes first, in a class the lower drop level; ef goes with cs5, le behind best effort. */
    static int rank(int dscp) {
        if (dscp == LOWER_EFFORT) {
            return LAST;
        }
        int level = dscp == EXPEDITED_FORWARDING ? 0 : dscp % 8;
        return (7 - dscp / 8) * 8 + level;
    }
}
