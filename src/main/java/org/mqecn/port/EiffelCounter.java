// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/**
 * The counters of an eiffel port, with the names of fq (kmod/uapi/eiffel.h), and the standard qdisc counters, which
 * have no attribute.
 */
public enum EiffelCounter implements Counter {
    SENT_PACKETS(21, "packets"),
    SENT_BYTES(22, "bytes"),
    DROPPED_PACKETS(23, "packets"),
    LIMIT_DROPS(9, "packets"),
    PUSHED_OUT(19, "packets"),
    FLOWS_PLIMIT(10, "packets"),
    HORIZON_DROPS(14, "packets"),
    ALLOCATION_ERRORS(12, "packets"),
    HORIZON_CAPS(15, "packets"),
    PKTS_TOO_LONG(11, "packets"),
    HIGHPRIO_PACKETS(7, "packets"),
    CE_MARK(13, "packets"),
    THROTTLED(8, "times"),
    TIMERS(17, "times"),
    GC_FLOWS(6, "flows"),
    BACKLOG_PACKETS(0, "packets"),
    BACKLOG_BYTES(0, "bytes"),
    FLOWS(2, "flows"),
    INACTIVE_FLOWS(3, "flows"),
    READY_FLOWS(4, "flows"),
    THROTTLED_FLOWS(5, "flows"),
    UNTHROTTLE_LATENCY_NS(16, "ns"),
    TIME_NEXT_DELAYED_FLOW_NS(18, "ns");

    private final CounterSpec spec;

    EiffelCounter(int attribute, String unit) {
        this.spec = new CounterSpec(attribute, "", unit);
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
