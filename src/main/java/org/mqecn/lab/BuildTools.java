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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.host.CommandRunner;
import org.mqecn.value.UserError;

/**
 * Runs compilers and other build tools in a clean environment: variables of a calling make or of the user
 * ({@code MAKEFLAGS}, {@code ARCH}, {@code CFLAGS}) must not affect the build.
 */
final class BuildTools {
    private static final Pattern ERROR = Pattern.compile(": (fatal )?error: |^ERROR: modpost: ");
    /** The packages whose name is not that of their program. */
    private static final Map<String, String> PACKAGES = Map.of("depmod", "kmod");

    private static final int DIAGNOSTIC_LINES = 20;
    private static final Duration NO_LIMIT = Duration.ofDays(1);
    /** Includes the folders of system administration tools such as depmod. */
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final CommandRunner runner = new CommandRunner();

    /**
     * @param packages name of the distribution package by program
     * @throws UserError with the packages of missing programs
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

    /** Runs a command and returns its standard output. */
    String run(Path folder, String... command) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        run(folder, output, List.of(command));
        return output.toString(StandardCharsets.UTF_8);
    }

    /**
     * Runs a command and returns its error output.
     *
     * @throws UserError with the command and what its error output says, if it fails; with the package of the program, if it
     *     is missing
     */
    String run(Path folder, OutputStream output, List<String> command) {
        String program = command.get(0);
        require(Map.of(program, PACKAGES.getOrDefault(program, program)));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = runner.stream(
                withParentDeathSignal(command),
                environment(),
                folder,
                InputStream.nullInputStream(),
                output,
                errors,
                NO_LIMIT);
        String text = errors.toString(StandardCharsets.UTF_8);
        if (status != 0) {
            throw new UserError(
                    String.join(" ", command) + ": exit status " + status + "\n"
                            + diagnostics(text).orElseGet(() -> lastLines(text)),
                    "");
        }
        return text;
    }

    /** What a compiler or linker says about errors, without the lines of make before and after it. */
    static Optional<String> diagnostics(String errors) {
        List<String> lines =
                errors.lines().filter(line -> !line.startsWith("make")).toList();
        return IntStream.range(0, lines.size())
                .filter(i -> ERROR.matcher(lines.get(i)).find())
                .boxed()
                .findFirst()
                .map(first ->
                        String.join("\n", lines.subList(first, Math.min(lines.size(), first + DIAGNOSTIC_LINES))));
    }

    /** Runs a command that may fail; empty if it does. */
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

    /** Makes a command end with this thread, even after SIGKILL, so that no two builds use one folder. */
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

    /** Fills a folder with hard links to the files of another one. Symbolic links are copied. */
    void linkTree(Path from, Path to) {
        run(
                from,
                OutputStream.nullOutputStream(),
                List.of(
                        "cp",
                        "--recursive",
                        "--link",
                        "--no-dereference",
                        "--no-target-directory",
                        from.toString(),
                        to.toString()));
    }
}
