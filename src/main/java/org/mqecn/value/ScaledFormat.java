// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Writes values for people: four significant digits, in the largest unit of which there is at least one,
 * {@code 12.5 Mbit/s}. {@link Quantity#format} writes them exactly, for programs to read.
 */
public final class ScaledFormat {
    private static final String[] RATE_UNITS = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    private static final String[] TIME_UNITS = {"ns", "µs", "ms", "s"};
    private static final int STEP = 1000;
    private static final MathContext DIGITS = new MathContext(4);

    private ScaledFormat() {}

    public static String rate(Rate rate) {
        return rate(rate.bitsPerSecond());
    }

    public static String rate(double bitsPerSecond) {
        return scale(bitsPerSecond, RATE_UNITS);
    }

    public static String time(long nanoseconds) {
        return scale(nanoseconds, TIME_UNITS);
    }

    private static String scale(double value, String[] units) {
        int unit = 0;
        double scaled = value;
        while (scaled >= STEP && unit < units.length - 1) {
            scaled /= STEP;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(scaled).round(DIGITS).stripTrailingZeros();
        return rounded.toPlainString() + " " + units[unit];
    }
}
