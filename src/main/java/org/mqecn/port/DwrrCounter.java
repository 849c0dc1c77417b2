// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** The counters of a dwrr port and its queues (kmod/uapi/dwrr.h). */
public enum DwrrCounter implements Counter {
    ARRIVED_PACKETS(2, "arrived", "packets"),
    ARRIVED_BYTES(3, "arrived", "bytes"),
    ARRIVED_ECT_PACKETS(21, "arrived", "ECT"),
    ARRIVED_CE_PACKETS(22, "arrived", "CE"),
    ARRIVED_NOT_ECT_PACKETS(23, "arrived", "not-ECT"),
    SENT_PACKETS(4, "sent", "packets"),
    SENT_BYTES(5, "sent", "bytes"),
    MARKED_PACKETS(6, "marked", "packets"),
    MARKED_BYTES(7, "marked", "bytes"),
    DROPPED_SHARED_BUFFER(8, "dropped packets", "shared buffer"),
    DROPPED_QUEUE_BUFFER(9, "dropped packets", "queue buffer"),
    DROPPED_EARLY(20, "dropped packets", "early"),
    DROPPED_PURGED(10, "dropped packets", "purged"),
    DROPPED_FILTER(11, "dropped packets", "filter"),
    DROPPED_SPLIT(12, "dropped packets", "GSO split"),
    LATE_TIMERS(24, "late", "timers"),
    LOST_BYTES(25, "lost", "bytes"),
    BACKLOG_PACKETS(13, "backlog", "packets"),
    BACKLOG_BYTES(14, "backlog", "bytes"),
    WATERMARK_BYTES(15, "watermark", "bytes"),
    THRESHOLD_BYTES(16, "threshold", "bytes"),
    ROUND_TIME_PS(17, "round time", "ps"),
    THRESHOLD_NS(18, "threshold", "ns"),
    SOJOURN_NS(19, "sojourn", "ns"),
    LIMIT_BYTES(30, "limit", "bytes");

    private final CounterSpec spec;

    DwrrCounter(int attribute, String group, String heading) {
        this.spec = new CounterSpec(attribute, group, heading);
    }

    @Override
    public CounterSpec spec() {
        return spec;
    }

    @Override
    public boolean isCumulative() {
        return ordinal() < BACKLOG_PACKETS.ordinal();
    }
}
