// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/** All checks, in the order in which they are run. */
public enum CheckName {
    KERNEL("kernel"),
    HEADERS("headers"),
    MODULE("module"),
    IPROUTE2("iproute2"),
    TC_PLUGIN("tc plugin"),
    PRIVILEGES("privileges"),
    OPEN_FILES("open files"),
    TCP_ECN("tcp_ecn"),
    CONGESTION_CONTROL("congestion control"),
    DCTCP("dctcp"),
    QDISC("qdisc"),
    FILTERS("filters"),
    OFFLOADS("offloads"),
    SENDERS("senders"),
    SETTINGS("settings"),
    RATE("rate"),
    ECN("ECN"),
    THRESHOLD("threshold"),
    BOTTLENECK("bottleneck"),
    LIMITS("limits");

    private final String label;

    CheckName(String label) {
        this.label = label;
    }

    /** As people read it: {@code tc plugin}. */
    public String label() {
        return label;
    }
}
