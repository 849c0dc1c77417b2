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
 * The folder through which host and guest speak: the guest's program runs in it, its first process
 * (init.c) tells what is where. It is deleted with the run, or with the JVM if that is ended first.
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

    /** What the guest's kernel prints, and the program that it is. */
    Path kernelLog() {
        return file("kernel.log");
    }

    /** Lines of a file that may hold anything: a kernel prints the bytes it has. None where there is no such file. */
    List<String> lines(String name) throws IOException {
        return Files.exists(file(name)) ? Files.readAllLines(file(name), StandardCharsets.ISO_8859_1) : List.of();
    }

    List<String> kernelLogLines() throws IOException {
        return lines("kernel.log");
    }

    /** The exit status in a shell's manner, from the wait status that init left; empty when it left none. */
    Optional<Integer> exitStatus() throws IOException {
        List<String> lines = lines("status");
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(lines.get(0));
        int signal = status & 0x7f;
        return Optional.of(signal == 0 ? status >> 8 : 128 + signal);
    }

    /** Leaves the folder for somebody to look at. */
    void keep() {
        deletion.cancel();
    }

    @Override
    public void close() throws IOException {
        if (deletion.cancel()) {
            FileTrees.delete(path);
        }
    }

    /** At the end of the JVM the guest may still be writing; what cannot be deleted stays. */
    private void deleteQuietly() {
        try {
            FileTrees.delete(path);
        } catch (IOException e) {
            return;
        }
    }
}
