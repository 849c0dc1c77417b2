// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** ECN marking schemes. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum EcnScheme implements Keyword {
    NONE("none"),
    /** Marks packets if their queue is longer than its threshold. */
    PER_QUEUE("per-queue"),
    /** Marks packets if the port's backlog is above its threshold. */
    PER_PORT("per-port"),
    /** Marks packets if their queue is longer than its share of the port's threshold (NSDI 2016, eq. 5). */
    MQ_ECN("mq-ecn"),
    /** Marks packets whose sojourn time is above a threshold (CoNEXT 2016). */
    TCN("tcn"),
    /** Marks at an increasing rate while sojourn times stay above a target (RFC 8289). */
    CODEL("codel"),
    /** Any scheme with a module of its own: see {@link ModuleSchemes}. */
    MODULE("");

    private final String keyword;

    EcnScheme(String keyword) {
        this.keyword = keyword;
    }

    /** The scheme of a value of {@link DwrrSetting#ECN_SCHEME}. */
    public static EcnScheme of(long value) {
        return values()[(int) Math.min(value, MODULE.ordinal())];
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
