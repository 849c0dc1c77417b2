// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a queue or a whole port did between two readings.
 *
 * @param name number of the queue, or {@code port}
 * @param rates its counters per second, and its gauges at the second reading
 * @param share of the port's bytes that it sent, 0 to 1; empty if the port sent none
 * @param weight its share of the weights of the queues that compete with it; empty if it sent nothing
 */
public record QueueActivity(String name, Counters rates, OptionalDouble share, OptionalDouble weight) {
    private static final double BITS_PER_BYTE = 8;

    /** The value of a counter by its JSON name: per second, or at the second reading. */
    public OptionalLong value(String counter) {
        return rates.values().entrySet().stream()
                .filter(entry -> entry.getKey().jsonName().equals(counter))
                .mapToLong(entry -> entry.getValue())
                .findFirst();
    }

    public double bitsPerSecond() {
        return value("sent_bytes").orElse(0) * BITS_PER_BYTE;
    }

    /** The marked part of the packets that were sent, 0 to 1; empty if none was sent. */
    public OptionalDouble marked() {
        long sent = value("sent_packets").orElse(0);
        OptionalLong marked = value("marked_packets").isPresent() ? value("marked_packets") : value("ce_mark");
        return sent == 0 || marked.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) marked.getAsLong() / sent));
    }

    /** The part of the arrived packets that can be marked, 0 to 1; empty if none arrived. */
    public OptionalDouble ecnCapable() {
        OptionalLong capable = value("arrived_ect_packets");
        long marked = value("arrived_ce_packets").orElse(0);
        long all = value("arrived_packets").orElse(0);
        return capable.isEmpty() || all == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) (capable.getAsLong() + marked) / all));
    }

    /** Packets dropped per second, for any reason. */
    public long dropped() {
        return rates.values().entrySet().stream()
                .filter(entry -> entry.getKey().jsonName().startsWith("dropped"))
                .mapToLong(entry -> entry.getValue())
                .sum();
    }

    /** Whether the scheme compares the sojourn time with its threshold, not the backlog. */
    public boolean isSojournTime() {
        return value("threshold_ns").isPresent();
    }

    /** What the marking threshold is compared with. */
    public OptionalLong occupancy() {
        return value(isSojournTime() ? "sojourn_ns" : "backlog_bytes");
    }

    /** The marking threshold, in the unit of the occupancy; empty if the scheme has none. */
    public OptionalLong threshold() {
        return value(isSojournTime() ? "threshold_ns" : "threshold_bytes");
    }
}
