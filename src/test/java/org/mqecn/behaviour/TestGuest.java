// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;

/**
 * Runs a test's shell script in a guest of its own. {@code -Dmqecn.guest=debug} has all of it run on
 * the debug kernel, whose every complaint fails the test.
 */
final class TestGuest {
    static final boolean DEBUG = "debug".equals(System.getProperty("mqecn.guest"));
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** Tests on both kernels may run at once. */
    private static final Path WORK =
            Path.of("target", DEBUG ? "behaviour-debug" : "behaviour").toAbsolutePath();

    private TestGuest() {}

    /** Made once, when first asked for. */
    private static final class SharedGuest {
        static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(DEBUG);
        static final Path FRAMES = compile("frames");
        static final Path BULK = compile("bulk");
    }

    /**
     * Runs a script with {@code wire.sh} and the traffic programs at hand.
     *
     * @param script gives the script's text, given a folder for files that it needs
     * @return what it wrote to its standard output
     */
    static String run(Function<Path, String> script) {
        String prologue =
                "FRAMES='%s' BULK='%s'\n. '%s'\n".formatted(SharedGuest.FRAMES, SharedGuest.BULK, resource("wire.sh"));
        try {
            Path folder = Files.createTempDirectory(WORK, "run");
            Path file = Files.writeString(folder.resolve("script"), prologue + script.apply(folder));
            GuestSpec spec = GuestSpec.of(List.of("bash", file.toString()), folder.resolve("out"))
                    .withLimit(LIMIT);
            GuestResult result = SharedGuest.GUEST.run(spec);
            assertEquals(0, result.exitStatus(), () -> "the script in " + folder + " failed:\n" + result.errors());
            return result.output();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(TestGuest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path compile(String program) {
        try {
            Files.createDirectories(WORK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path binary = WORK.resolve(program);
        CommandResult result = new CommandRunner()
                .capture(List.of(
                        "cc",
                        "-static",
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-o",
                        binary.toString(),
                        Path.of("src", "test", "c", program + ".c")
                                .toAbsolutePath()
                                .toString()));
        assertTrue(result.succeeded(), result::errors);
        return binary;
    }
}
