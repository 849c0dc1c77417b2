// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** Which packets are marked. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum EcnScheme implements Keyword {
    NONE("none"),
    /** Those that find more bytes in their queue than the queue's threshold. */
    PER_QUEUE("per-queue"),
    /** Those that find more bytes in the port than the port's threshold. */
    PER_PORT("per-port"),
    /** Those that find more bytes in their queue than its share of the port's threshold (NSDI 2016, eq. 5). */
    MQ_ECN("mq-ecn"),
    /** Those that stood in their queue for longer than a threshold (CoNEXT 2016). */
    TCN("tcn"),
    /** One now and then, more often the longer packets stand for more than a target (RFC 8289). */
    CODEL("codel");

    private final String keyword;

    EcnScheme(String word) {
        this.keyword = word;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
