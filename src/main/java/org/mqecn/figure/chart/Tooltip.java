// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in tooltips: with four digits. */
final class Tooltip {
    private static final MathContext DIGITS = new MathContext(4);

    private Tooltip() {}

    static String number(double value, double halfWidth) {
        return number(value) + (halfWidth > 0 ? " ± " + number(halfWidth) : "");
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
                : "-";
    }
}
