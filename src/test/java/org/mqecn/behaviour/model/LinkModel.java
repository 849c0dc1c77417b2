// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.model;

/** What takes packets from a qdisc. */
public interface LinkModel {
    /** A device that is always free. */
    LinkModel UNLIMITED = (bytes, free, now) -> now;

    /** @return the time at which it is free again, if it was free from {@code free} on and now sends a packet */
    long send(int bytes, long free, long now);

    /** Whether it also asks a qdisc that is empty. */
    default boolean asksWhenEmpty() {
        return true;
    }
}
