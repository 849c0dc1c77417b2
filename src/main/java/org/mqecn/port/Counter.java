// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Locale;

/**
 * Something that a port counts, and perhaps its parts: a row of {@link DwrrCounter} or {@link EiffelCounter}. The name
 * in lower case is its name in JSON, in tc's as well.
 */
public interface Counter {
    /**
     * What is known of one.
     *
     * @param attribute number in the kind's statistics
     * @param group what it has in common with its neighbours, for tables
     * @param heading what tells it from those: often its unit
     */
    record CounterSpec(int attribute, String group, String heading) {}

    CounterSpec spec();

    /** Of the enum. */
    String name();

    /** Whether it only grows, until it is cleared, so that a rate can be told from two readings. */
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
