// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The output of a virtual machine on its serial console, which often shows why the machine does not respond. */
record ConsoleLog(Path file) {
    private static final int TAIL_BYTES = 4096;
    private static final int LINES = 4;
    /** Terminal escape sequences, control characters and invalid UTF-8. */
    private static final String NON_TEXT = "\u001b(\\[[0-9;?]*[ -/]*[@-~]|.)|[\\p{Cntrl}&&[^\n]]|\uFFFD";

    /** The last lines that are not blank, the oldest first; empty if the log cannot be read. */
    List<String> lastLines() {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            ByteBuffer end = ByteBuffer.allocate(TAIL_BYTES);
            while (end.hasRemaining() && channel.read(end) >= 0) {
                continue;
            }
            String text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
            List<String> lines = text.replaceAll(NON_TEXT, "")
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
