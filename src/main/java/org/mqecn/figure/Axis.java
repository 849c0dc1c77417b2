// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;

/**
 * An axis.
 *
 * @param range the part that is drawn; on a page a reader can choose another one
 * @param ticks words that stand at 0, 1, 2, …; empty where numbers do
 */
record Axis(String title, Range range, Kind kind, List<String> ticks) {
    /** How it runs. */
    enum Kind {
        LINEAR,
        LOGARITHMIC,
        /** Linear, and always as long as what is drawn needs. */
        FOLLOWING
    }

    static Axis linear(String title, Range range) {
        return new Axis(title, range, Kind.LINEAR, List.of());
    }

    static Axis following(String title, Range range) {
        return new Axis(title, range, Kind.FOLLOWING, List.of());
    }
}
