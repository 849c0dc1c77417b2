// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The counters of a port or queue at one instant; those that the kernel does not report are absent. */
public record Counters(Map<Counter, Long> values) {
    public Counters {
        values = Map.copyOf(values);
    }

    public OptionalLong get(Counter counter) {
        Long value = values.get(counter);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The increase per second since an earlier reading; gauges keep their value. A counter that was cleared since starts at 0. */
    public Counters perSecond(Counters earlier, long elapsedNanos) {
        Map<Counter, Long> rates = new HashMap<>();
        values.forEach((counter, value) -> rates.put(
                counter,
                counter.isCumulative()
                        ? Math.round(increase(value, earlier.values.getOrDefault(counter, 0L)) * 1e9 / elapsedNanos)
                        : value));
        return new Counters(rates);
    }

    private static long increase(long value, long earlier) {
        return value < earlier ? value : value - earlier;
    }
}
