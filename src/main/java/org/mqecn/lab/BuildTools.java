// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mqecn.host.CommandRunner;
import org.mqecn.value.UserError;

/**
 * The compiler and its kin. They run in an environment of their own: variables that a calling make
 * or a user exports ({@code MAKEFLAGS}, {@code ARCH}, {@code CFLAGS}) must not change what is built.
 */
final class BuildTools {
    private static final Duration NO_LIMIT = Duration.ofDays(1);
    /** Where distributions keep what only root needs, but anybody may run: depmod. */
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final CommandRunner runner = new CommandRunner();

    /**
     * @param packages package of the distribution by the program that it brings
     * @throws UserError naming the packages of what is missing
     */
    void require(Map<String, String> packages) {
        TreeSet<String> missing = new TreeSet<>();
        TreeSet<String> install = new TreeSet<>();
        packages.forEach((program, name) -> {
            if (!isInstalled(program)) {
                missing.add(program);
                install.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw new UserError(
                    "cannot build: no " + String.join(", ", missing) + " on this machine",
                    "apt-get install " + String.join(" ", install));
        }
    }

    /** Runs a command to its end; its standard output as text. */
    String run(Path folder, String... command) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        run(folder, output, List.of(command));
        return output.toString(StandardCharsets.UTF_8);
    }

    /**
     * Runs a command to its end.
     *
     * @throws UserError with the command and the end of what it said, when it fails
     */
    void run(Path folder, OutputStream output, List<String> command) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = runner.stream(
                withParentDeathSignal(command),
                environment(),
                folder,
                InputStream.nullInputStream(),
                output,
                errors,
                NO_LIMIT);
        if (status != 0) {
            throw new UserError(
                    String.join(" ", command) + ": exit status " + status + "\n"
                            + lastLines(errors.toString(StandardCharsets.UTF_8)),
                    "");
        }
    }

    /** Runs a command that may fail; empty when it did. */
    Optional<String> tryRun(String... command) {
        if (!isInstalled(command[0])) {
            return Optional.empty();
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int status = runner.stream(
                List.of(command),
                environment(),
                Path.of("/"),
                InputStream.nullInputStream(),
                output,
                OutputStream.nullOutputStream(),
                NO_LIMIT);
        return Optional.of(output.toString(StandardCharsets.UTF_8)).filter(text -> status == 0);
    }

    /** The command as one that ends when this thread does, even by SIGKILL: nobody else may build where it builds. */
    private static List<String> withParentDeathSignal(List<String> command) {
        return Stream.concat(Stream.of("setpriv", "--pdeathsig", "TERM"), command.stream())
                .toList();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(path().split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String path() {
        return Optional.ofNullable(System.getenv("PATH"))
                        .map(path -> path + ":")
                        .orElse("")
                + SYSTEM_PATH;
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(Map.of("PATH", path(), "LC_ALL", "C"));
        for (String name : List.of("HOME", "TMPDIR")) {
            Optional.ofNullable(System.getenv(name)).ifPresent(value -> environment.put(name, value));
        }
        return environment;
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }
}
