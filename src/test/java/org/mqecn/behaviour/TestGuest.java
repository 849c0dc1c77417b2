// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.ModuleCoverage;
import org.mqecn.lab.TestLimits;

/**
 * Runs the shell script of a test in a new guest. {@code -Dmqecn.guest=debug} selects the debug kernel, where any report
 * fails the test.
 */
final class TestGuest {
    static final boolean DEBUG = "debug".equals(System.getProperty("mqecn.guest"));
    /** Tests on both kernels may run concurrently. */
    private static final Path WORK =
            Path.of("target", DEBUG ? "behaviour-debug" : "behaviour").toAbsolutePath();

    private TestGuest() {}

    /** Created on first use. */
    private static final class SharedGuest {
        static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(DEBUG);
        static final Path FRAMES = compile("frames", "-static");
        static final Path BULK = compile("bulk", "-static");
        static final Path MUTATE = compile("mutate", "-shared", "-fPIC");
    }

    /**
     * Runs a script with {@code wire.sh} and the traffic programs.
     *
     * @param script returns the script, given a folder for its files
     * @return its standard output
     */
    static String run(Function<Path, String> script) {
        String prologue = "FRAMES='%s' BULK='%s' MUTATE='%s'\n. '%s'\n"
                .formatted(SharedGuest.FRAMES, SharedGuest.BULK, SharedGuest.MUTATE, resource("wire.sh"));
        try {
            Path folder = Files.createTempDirectory(WORK, "run");
            Path file = Files.writeString(folder.resolve("script"), prologue + script.apply(folder));
            GuestSpec spec = GuestSpec.of(
                            ModuleCoverage.measure(List.of("bash", file.toString())), folder.resolve("out"))
                    .withLimit(TestLimits.GUEST);
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

    private static Path compile(String program, String... linking) {
        try {
            Files.createDirectories(WORK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path binary = WORK.resolve(program);
        Path source = Path.of("src", "test", "c", program + ".c").toAbsolutePath();
        List<String> compiler = new ArrayList<>(List.of("cc", "-O2", "-Wall", "-Wextra", "-Werror"));
        compiler.addAll(List.of(linking));
        compiler.addAll(List.of("-o", binary.toString(), source.toString()));
        CommandResult result = new CommandRunner().capture(compiler);
        assertTrue(result.succeeded(), result::errors);
        return binary;
    }
}
