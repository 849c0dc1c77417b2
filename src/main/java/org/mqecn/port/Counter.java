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
    record Row(int attribute, String group, String heading) {}

    Row row();

    /** Of the enum. */
    String name();

    /** Whether it only grows, until it is cleared, so that a rate can be told from two readings. */
    boolean grows();

    default int attribute() {
        return row().attribute();
    }

    default String group() {
        return row().group();
    }

    default String heading() {
        return row().heading();
    }

    default String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
