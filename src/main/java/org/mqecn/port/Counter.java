// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Locale;

/**
 * A counter of a port and, for dwrr, of its queues: a row of {@link DwrrCounter} or {@link EiffelCounter}. Its name in
 * lower case is the name in JSON, in that of tc as well.
 */
public interface Counter {
    /**
     * The properties of a counter.
     *
     * @param attribute netlink attribute in the statistics
     * @param group first line of its heading in tables, shared by neighbouring columns
     * @param heading second line: often the unit
     */
    record CounterSpec(int attribute, String group, String heading) {}

    CounterSpec spec();

    /** The name of the enum constant. */
    String name();

    /** Whether the value only grows until it is cleared, so that two readings give a rate. */
    boolean isCumulative();

    default int attribute() {
        return spec().attribute();
    }

    default String group() {
        return spec().group();
    }

    default String heading() {
        return spec().heading();
    }

    default String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
