// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * One command to be run in a guest of its own.
 *
 * @param command program and arguments
 * @param folder of the host; the command runs in it, and cannot write to it
 * @param outputFolder folder of the host that the guest sees as {@code /out} and {@code $OUT}, and may write to; made when
 *     missing
 * @param input file of the host for the command's standard input
 * @param seed of all of the guest's randomness, as an unsigned number
 * @param limit wall time after which the guest is ended
 * @param guestClock what its time is
 * @param memory its main memory in bytes; empty for what is enough
 */
public record GuestSpec(
        List<String> command,
        Path folder,
        Path outputFolder,
        Path input,
        long seed,
        Duration limit,
        GuestClock guestClock,
        OptionalLong memory) {
    /** What a guest's time is. */
    public enum GuestClock {
        /** It passes only while everything waits: runs are exact and the same to the byte. */
        VIRTUAL,
        /** The host's: for what computes without end, such as a virtual machine; runs differ. */
        REAL
    }

    public static final long DEFAULT_SEED = 1;
    public static final Duration DEFAULT_LIMIT = Duration.ofHours(1);

    public GuestSpec {
        command = List.copyOf(command);
    }

    /** A command in the current folder, without input. */
    public static GuestSpec of(List<String> command, Path out) {
        return new GuestSpec(
                command,
                Path.of("").toAbsolutePath(),
                out,
                Path.of("/dev/null"),
                DEFAULT_SEED,
                DEFAULT_LIMIT,
                GuestClock.VIRTUAL,
                OptionalLong.empty());
    }

    /** A shell's text in the current folder, without input. */
    public static GuestSpec shell(String text, Path out) {
        return of(List.of("bash", "-c", text), out);
    }

    public GuestSpec withSeed(long other) {
        return new GuestSpec(command, folder, outputFolder, input, other, limit, guestClock, memory);
    }

    public GuestSpec withLimit(Duration other) {
        return new GuestSpec(command, folder, outputFolder, input, seed, other, guestClock, memory);
    }

    public GuestSpec withFolder(Path other) {
        return new GuestSpec(command, other, outputFolder, input, seed, limit, guestClock, memory);
    }

    public GuestSpec withInput(Path other) {
        return new GuestSpec(command, folder, outputFolder, other, seed, limit, guestClock, memory);
    }

    public GuestSpec withClock(GuestClock other) {
        return new GuestSpec(command, folder, outputFolder, input, seed, limit, other, memory);
    }

    /** @param bytes of main memory */
    public GuestSpec withMemory(long bytes) {
        return new GuestSpec(command, folder, outputFolder, input, seed, limit, guestClock, OptionalLong.of(bytes));
    }
}
