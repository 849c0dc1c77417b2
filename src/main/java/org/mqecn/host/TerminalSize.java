// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

/** The size of a terminal, in characters. */
public record TerminalSize(int columns, int rows) {
    static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** Parses the output of {@code stty size}: rows and columns. A serial line reports 0 for unknown. */
    static TerminalSize parse(String text) {
        String[] numbers = text.strip().split(" ");
        int rows = Integer.parseInt(numbers[0]);
        int columns = Integer.parseInt(numbers[1]);
        return new TerminalSize(columns > 0 ? columns : USUAL.columns, rows > 0 ? rows : USUAL.rows);
    }
}
