// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameScreenTest {
    private final StringWriter text = new StringWriter();
    private final FrameScreen screen = new FrameScreen(new PrintWriter(text));

    @Test
    void lastFrameRemainsWhenClosed() {
        screen.show(List.of("first"), 24);
        screen.show(List.of("second"), 24);
        screen.close();
        screen.close();
        screen.show(List.of("late"), 24);
        assertTrue(text.toString().endsWith("\u001b[?25h\u001b[?1049lsecond\n"), text.toString());
    }

    @Test
    void longFrameIsCut() {
        screen.show(List.of("a", "b", "c", "d"), 3);
        String frame = text.toString();
        assertTrue(frame.contains("… 2 more lines"), frame);
        assertFalse(frame.contains("c"), frame);
        assertEquals(3, frame.split("\n").length);
    }
}
