// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;

/**
 * An axis.
 *
 * @param axisRange the part that is drawn; on a page a reader can choose another one
 * @param ticks words that stand at 0, 1, 2, …; empty where numbers do
 */
record Axis(String title, AxisRange axisRange, AxisScale scale, List<String> ticks) {
    /** How it runs. */
    enum AxisScale {
        LINEAR,
        LOGARITHMIC,
        /** Linear, and always as long as what is drawn needs. */
        FOLLOWING
    }

    static Axis linear(String title, AxisRange axisRange) {
        return new Axis(title, axisRange, AxisScale.LINEAR, List.of());
    }

    static Axis following(String title, AxisRange axisRange) {
        return new Axis(title, axisRange, AxisScale.FOLLOWING, List.of());
    }
}
