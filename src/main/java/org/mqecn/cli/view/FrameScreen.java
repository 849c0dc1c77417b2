// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.PrintWriter;
import java.util.List;

/**
 * Shows frame after frame in place, on the alternate screen of a terminal. The last frame remains visible when it is
 * closed.
 */
public final class FrameScreen implements AutoCloseable {
    private static final String ESCAPE = "\u001b[";
    private static final String ENTER = ESCAPE + "?1049h" + ESCAPE + "?25l";
    private static final String LEAVE = ESCAPE + "?25h" + ESCAPE + "?1049l";
    private static final String HOME = ESCAPE + "H";
    private static final String CLEAR_LINE_END = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final PrintWriter out;
    private List<String> last = List.of();
    private boolean open = true;

    public FrameScreen(PrintWriter out) {
        this.out = out;
        out.print(ENTER);
    }

    /**
     * Replaces the frame.
     *
     * @param rows of the terminal; a longer frame is cut
     */
    public synchronized void show(List<String> lines, int rows) {
        if (!open) {
            return;
        }
        last = lines;
        List<String> visible = lines.size() <= rows ? lines : lines.subList(0, Math.max(0, rows - 1));
        StringBuilder frame = new StringBuilder(HOME);
        frame.append(String.join(CLEAR_LINE_END + "\r\n", visible));
        if (visible.size() < lines.size()) {
            frame.append(CLEAR_LINE_END + "\r\n… ")
                    .append(lines.size() - visible.size())
                    .append(" more lines");
        }
        out.print(frame.append(CLEAR_LINE_END).append(CLEAR_BELOW));
        out.flush();
    }

    /** Leaves the alternate screen. */
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            out.print(LEAVE);
            last.forEach(out::println);
            out.flush();
        }
    }
}
