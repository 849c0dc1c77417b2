// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Locale;

/**
 * What a port and its queues count, with the netlink attribute of each (kmod/uapi/dwrr.h). The name in lower
 * case is its name in JSON, in tc's as well. Group and heading are its place in a table.
 */
public enum Counter {
    ARRIVED_PACKETS(2, "arrived", "packets"),
    ARRIVED_BYTES(3, "arrived", "bytes"),
    SENT_PACKETS(4, "sent", "packets"),
    SENT_BYTES(5, "sent", "bytes"),
    MARKED_PACKETS(6, "marked", "packets"),
    MARKED_BYTES(7, "marked", "bytes"),
    DROPPED_SHARED_BUFFER(8, "dropped packets", "shared"),
    DROPPED_QUEUE_BUFFER(9, "dropped packets", "queue"),
    DROPPED_PURGED(10, "dropped packets", "purged"),
    DROPPED_FILTER(11, "dropped packets", "filter"),
    DROPPED_SPLIT(12, "dropped packets", "split"),
    BACKLOG_PACKETS(13, "backlog", "packets"),
    BACKLOG_BYTES(14, "backlog", "bytes"),
    WATERMARK_BYTES(15, "watermark", "bytes"),
    THRESHOLD_BYTES(16, "threshold", "bytes"),
    ROUND_TIME_PS(17, "round time", "ps"),
    THRESHOLD_NS(18, "threshold", "ns"),
    SOJOURN_NS(19, "sojourn", "ns");

    private final int attribute;
    private final String group;
    private final String heading;

    Counter(int attribute, String group, String heading) {
        this.attribute = attribute;
        this.group = group;
        this.heading = heading;
    }

    /** TCA_DWRR_STATS_…. */
    public int attribute() {
        return attribute;
    }

    /** Whether it only grows, until it is cleared, so that a rate can be told from two readings. */
    public boolean grows() {
        return ordinal() < BACKLOG_PACKETS.ordinal();
    }

    public String group() {
        return group;
    }

    public String heading() {
        return heading;
    }

    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
