// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TerminalTest {
    @Test
    void sizeIsRowsAndColumns() {
        assertEquals(new TerminalSize(120, 40), TerminalSize.parse("40 120\n"));
        assertEquals(new TerminalSize(80, 24), TerminalSize.parse("0 0\n"), "of a serial line that knows none");
    }

    @Test
    void columnsOfOutputThatIsNoTerminal() {
        assertEquals(132, Terminal.columns(Map.of("COLUMNS", "132")));
        assertEquals(80, Terminal.columns(Map.of("COLUMNS", "wide")));
        assertEquals(80, Terminal.columns(Map.of()));
    }

    @Test
    void noColor() {
        assertTrue(Terminal.allowsColour(Map.of()));
        assertTrue(Terminal.allowsColour(Map.of("NO_COLOR", "")));
        assertFalse(Terminal.allowsColour(Map.of("NO_COLOR", "1")));
    }

    @Test
    void dumbTerminalCannotMoveItsCursor() {
        assertEquals(Optional.empty(), Terminal.outputSize(new CommandRunner(), Map.of("TERM", "dumb")));
        assertEquals(Optional.empty(), Terminal.outputSize(new CommandRunner(), Map.of()));
    }
}
