// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.math.BigDecimal;
import java.math.MathContext;

/** A table as comma-separated values, RFC 4180 with Unix line ends. */
public final class Csv {
    private static final MathContext DIGITS = new MathContext(10);

    private final StringBuilder text = new StringBuilder();
    private boolean isInRow;

    /** Adds a text. */
    public Csv cell(String value) {
        boolean isQuoted = value.matches("(?s).*[,\"\n\r].*");
        return append(isQuoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }

    /** Adds a number; NaN is an empty cell. */
    public Csv cell(double value) {
        return append(
                Double.isFinite(value)
                        ? new BigDecimal(value)
                                .round(DIGITS)
                                .stripTrailingZeros()
                                .toPlainString()
                        : "");
    }

    private Csv append(String cell) {
        text.append(isInRow ? "," : "").append(cell);
        isInRow = true;
        return this;
    }

    /** Ends a row. */
    public void endRow() {
        text.append('\n');
        isInRow = false;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
