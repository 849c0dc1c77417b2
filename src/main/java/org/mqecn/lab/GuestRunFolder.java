// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.FileTrees;
import org.mqecn.host.ShutdownHook;

/**
 * The folder through which host and guest communicate: the guest's working folder; init.c documents its files. It is
 * deleted after the run, or when the JVM terminates.
 */
final class GuestRunFolder implements AutoCloseable {
    private final Path path;
    private final ShutdownHook deletion;

    GuestRunFolder() throws IOException {
        path = Files.createTempDirectory("mqecn-lab-");
        deletion = new ShutdownHook(this::deleteQuietly);
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** The log of the guest's kernel and of the User-Mode Linux program. */
    Path kernelLog() {
        return file("kernel.log");
    }

    /** Whether the guest has booted: its setup script creates this file. */
    boolean hasBooted() {
        return Files.exists(file("booted"));
    }

    /** The lines of a file, which may contain arbitrary bytes; none if there is no such file. */
    List<String> lines(String name) throws IOException {
        return Files.exists(file(name)) ? Files.readAllLines(file(name), StandardCharsets.ISO_8859_1) : List.of();
    }

    List<String> kernelLogLines() throws IOException {
        return lines("kernel.log");
    }

    /** The exit status as in a shell, from the wait status that init wrote; empty if it wrote none. */
    Optional<Integer> exitStatus() throws IOException {
        List<String> lines = lines("status");
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(lines.get(0));
        int signal = status & 0x7f;
        return Optional.of(signal == 0 ? status >> 8 : 128 + signal);
    }

    /** Keeps the folder for inspection. */
    void keep() {
        deletion.cancel();
    }

    @Override
    public void close() throws IOException {
        if (deletion.cancel()) {
            FileTrees.delete(path);
        }
    }

    /** The guest may still be writing when the JVM terminates; files that cannot be deleted remain. */
    private void deleteQuietly() {
        try {
            FileTrees.delete(path);
        } catch (IOException e) {
            return;
        }
    }
}
