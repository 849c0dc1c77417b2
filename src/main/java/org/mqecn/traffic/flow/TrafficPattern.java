// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import org.mqecn.value.Keyword;

/** Which hosts of a fabric send to which: a traffic matrix. */
public enum TrafficPattern implements Keyword {
    /** Each flow goes to a host from another host, both chosen at random. */
    ALL_TO_ALL("all-to-all"),
    /** Each host receives from one other host and sends to one other host. */
    PERMUTATION("permutation"),
    /** Each request of a host is answered by several other hosts at the same time. */
    INCAST("incast"),
    /** The hosts of each rack receive from those of one other rack. */
    RACK_TO_RACK("rack-to-rack");

    private final String keyword;

    TrafficPattern(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }
}
