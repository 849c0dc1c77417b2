// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;

/** The unit of a scheme's parameter or statistic. The order is the kernel's (enum dwrr_unit in kmod/uapi/dwrr.h). */
public enum SchemeUnit {
    NUMBER(Quantity.NUMBER),
    BYTES(Quantity.BYTES),
    NS(Quantity.TIME),
    PPM(Quantity.PROBABILITY),
    SWITCH(Quantity.ofKeywords(SwitchPosition.values()));

    private enum SwitchPosition implements Keyword {
        OFF("off"),
        ON("on");

        private final String keyword;

        SwitchPosition(String keyword) {
            this.keyword = keyword;
        }

        @Override
        public String keyword() {
            return keyword;
        }
    }

    private final Quantity quantity;

    SchemeUnit(Quantity quantity) {
        this.quantity = quantity;
    }

    Quantity quantity() {
        return quantity;
    }
}
