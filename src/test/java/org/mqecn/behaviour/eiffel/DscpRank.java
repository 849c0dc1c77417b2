// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/** The meaning of a DSCP: the upper three bits are its class, the lower three bits the drop precedence. */
final class DscpRank {
    private static final int LOWER_EFFORT = 1;
    private static final int EXPEDITED_FORWARDING = 46;
    private static final int LAST = 63;

    private DscpRank() {}

    /** Higher classes first; in a class, lower drop precedence first. EF has the rank of CS5, LE is behind best effort. */
    static int rank(int dscp) {
        if (dscp == LOWER_EFFORT) {
            return LAST;
        }
        int level = dscp == EXPEDITED_FORWARDING ? 0 : dscp % 8;
        return (7 - dscp / 8) * 8 + level;
    }
}
