// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import org.mqecn.value.Keyword;

/** Unit of the sizes of a CDF file. */
public enum SizeUnit implements Keyword {
    BYTE(1),
    /** Full packets of 1460 bytes, as in pFabric's files for ns-2 and in Homa's for DCTCP. */
    PACKET(1460);

    private final int bytes;

    SizeUnit(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    @Override
    public String keyword() {
        return this == BYTE ? "byte" : "packet";
    }
}
