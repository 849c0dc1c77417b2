// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The counters of a port or of a queue, as read at one instant; what the kernel does not give is absent. */
public record Counters(Map<Counter, Long> values) {
    public Counters {
        values = Map.copyOf(values);
    }

    public OptionalLong get(Counter counter) {
        Long value = values.get(counter);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Growth a second since an earlier reading; what does not grow stays as it is. */
    public Counters perSecond(Counters earlier, long elapsedNanos) {
        Map<Counter, Long> rates = new HashMap<>();
        values.forEach((counter, value) -> rates.put(
                counter,
                counter.isCumulative()
                        ? Math.round((value - earlier.values.getOrDefault(counter, 0L)) * 1e9 / elapsedNanos)
                        : value));
        return new Counters(rates);
    }
}
