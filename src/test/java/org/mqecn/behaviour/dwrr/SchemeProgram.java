// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

/** A marking scheme of {@code kmod/schemes}, compiled as a program that decides about packets ({@code scheme.c}). */
public final class SchemeProgram {
    private final Path program;

    /** Compiles the scheme into a folder. */
    public SchemeProgram(String scheme, Path folder) {
        program = folder.resolve(scheme);
        Path headers = folder.resolve("include");
        try {
            KernelHeaders.writeEmpty(headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CommandResult result = new CommandRunner()
                .capture(List.of(
                        "cc",
                        "-O1",
                        "-Wall",
                        "-Werror",
                        "-DSCHEME=\"schemes/" + scheme + ".c\"",
                        "-I" + headers,
                        "-I" + KernelHeaders.SOURCES,
                        "-o",
                        program.toString(),
                        Path.of("src", "test", "c", "scheme.c").toAbsolutePath().toString(),
                        "-lm"));
        assertTrue(result.succeeded(), result::errors);
    }

    /** Runs the steps that {@code scheme.c} describes. Returns its lines: verdicts, then the statistics. */
    public List<String> run(String steps) {
        Path input = program.resolveSibling("steps");
        try {
            Files.writeString(input, steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CommandResult result = new CommandRunner()
                .capture(List.of("sh", "-c", "exec \"$0\" <\"$1\"", program.toString(), input.toString()));
        assertTrue(result.succeeded(), result::errors);
        return result.output().lines().toList();
    }
}
