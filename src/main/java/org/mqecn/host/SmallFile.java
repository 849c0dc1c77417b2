// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads small text files: those of {@code /proc} and {@code /sys}, pid files. */
public final class SmallFile {
    /** A sysctl's handler answers only the first read, so that must ask for the whole value. */
    private static final int BUFFER_SIZE = 8192;

    private SmallFile() {}

    /** The text without surrounding white space, or empty if the file cannot be read. */
    public static Optional<String> read(Path file) {
        byte[] buffer = new byte[BUFFER_SIZE];
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (InputStream input = Files.newInputStream(file)) {
            for (int length = input.read(buffer); length > 0; length = input.read(buffer)) {
                text.write(buffer, 0, length);
            }
            return Optional.of(text.toString(StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
