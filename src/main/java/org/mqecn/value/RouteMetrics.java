// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What TCP connections over a route begin with (ip-route(8): {@code rto_min}, {@code initcwnd}).
 *
 * @param rtoMin minimum retransmission timeout; empty for the kernel's default, 200 ms
 * @param initialWindow congestion window at the start of a connection, in segments; empty for the kernel's default, 10
 */
public record RouteMetrics(Optional<Duration> rtoMin, Optional<Integer> initialWindow) {
    /** The kernel's defaults. */
    public static final RouteMetrics NONE = new RouteMetrics(Optional.empty(), Optional.empty());

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** What a route of the kernel has instead: {@code rto_min is 5ms}, {@code initcwnd is not set}. */
    public List<String> differences(RouteMetrics actual) {
        List<String> differences = new ArrayList<>();
        addDifference(
                differences, "rto_min", rtoMin.map(RouteMetrics::format), actual.rtoMin.map(RouteMetrics::format));
        addDifference(differences, "initcwnd", initialWindow, actual.initialWindow);
        return differences;
    }

    private static void addDifference(List<String> differences, String name, Optional<?> wanted, Optional<?> actual) {
        if (!Objects.equals(wanted, actual)) {
            differences.add(name + " is " + actual.map(Object::toString).orElse("not set"));
        }
    }

    private static String format(Duration time) {
        return time.toMillis() + "ms";
    }
}
