// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;

/** The field of a packet whose code point chooses its queue. The order is the kernel's (kmod/uapi/dwrr.h). */
public enum TrustedField implements Keyword {
    /** The differentiated services code point of the IP header. */
    DSCP("dscp"),
    /** The priority code point of the outer VLAN tag (IEEE 802.1Q). */
    PCP("pcp");

    private final String keyword;

    TrustedField(String keyword) {
        this.keyword = keyword;
    }

    @Override
    public String keyword() {
        return keyword;
    }

    /** The setting with the code points of each queue. */
    public DwrrSetting setting() {
        return this == DSCP ? DwrrSetting.DSCP : DwrrSetting.PCP;
    }
}
