// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import java.util.Arrays;
import java.util.Optional;

/** Unit of a metric, which is the last word of its name. */
public enum MetricUnit {
    MICROSECONDS("us", "µs"),
    MEGABITS_PER_SECOND("mbit", "Mbit/s"),
    BYTES("bytes", "bytes"),
    PERCENT("percent", "%"),
    CORES("cores", "cores"),
    /** A count: the name ends with what is counted. */
    COUNT("", "");

    private final String suffix;
    private final String symbol;

    MetricUnit(String suffix, String symbol) {
        this.suffix = suffix;
        this.symbol = symbol;
    }

    /** The unit as people write it; empty for a count. */
    public String symbol() {
        return symbol;
    }

    /** The unit of a metric or of samples. */
    static MetricUnit ofName(String name) {
        return ofSuffix(name.substring(name.lastIndexOf('_') + 1)).orElse(COUNT);
    }

    /** The unit with that last word; empty for any other word. */
    public static Optional<MetricUnit> ofSuffix(String word) {
        return Arrays.stream(values())
                .filter(unit -> unit != COUNT && unit.suffix.equals(word))
                .findFirst();
    }
}
