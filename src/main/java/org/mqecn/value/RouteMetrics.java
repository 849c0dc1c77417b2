// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What TCP connections over a route begin with (ip-route(8): {@code rto_min}, {@code initcwnd}, {@code
 * quickack}).
 *
 * @param rtoMin minimum retransmission timeout; empty for the kernel's default, 200 ms
 * @param initialWindow congestion window at the start of a connection, in segments; empty for the kernel's default, 10
 * @param isQuickAck whether each packet is acknowledged at once, rather than every other one
 */
public record RouteMetrics(Optional<Duration> rtoMin, Optional<Integer> initialWindow, boolean isQuickAck) {
    /** The kernel's defaults. */
    public static final RouteMetrics NONE = new RouteMetrics(Optional.empty(), Optional.empty(), false);

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** What a route of the kernel has instead: {@code rto_min is 5ms, initcwnd is not set}; empty if it is as this one. */
    public Optional<String> difference(RouteMetrics actual) {
        return Stream.of(
                        difference(
                                "rto_min", rtoMin.map(RouteMetrics::format), actual.rtoMin.map(RouteMetrics::format)),
                        difference("initcwnd", initialWindow, actual.initialWindow),
                        difference("quickack", format(isQuickAck), format(actual.isQuickAck)))
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + ", " + second);
    }

    private static Optional<String> difference(String name, Optional<?> wanted, Optional<?> actual) {
        return wanted.equals(actual)
                ? Optional.empty()
                : Optional.of(name + " is " + actual.map(Object::toString).orElse("not set"));
    }

    private static Optional<Integer> format(boolean flag) {
        return flag ? Optional.of(1) : Optional.empty();
    }

    private static String format(Duration time) {
        return time.toMillis() + "ms";
    }
}
