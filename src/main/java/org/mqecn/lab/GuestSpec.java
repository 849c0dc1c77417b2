// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A command to run in a guest.
 *
 * @param command program and arguments
 * @param folder of the host in which the command runs, read-only
 * @param outputFolder folder of the host that the guest sees as {@code /out} and {@code $OUT}, and may write to; created if
 *     missing
 * @param input file of the host for the command's standard input
 * @param seed of all of the guest's randomness, as an unsigned number
 * @param limit wall time after which the guest is ended
 * @param guestClock clock of the guest
 * @param memory main memory in bytes; empty for the default
 * @param processors of a guest under QEMU; User-Mode Linux has one
 * @param serialLine of a guest of User-Mode Linux: {@code /dev/ttyS1}; empty for none
 */
public record GuestSpec(
        List<String> command,
        Path folder,
        Path outputFolder,
        Path input,
        long seed,
        Duration limit,
        GuestClock guestClock,
        OptionalLong memory,
        int processors,
        Optional<SerialLine> serialLine) {
    /**
     * The host's ends of a serial line: two named pipes.
     *
     * @param toGuest what the guest reads
     * @param fromGuest what the guest writes
     */
    public record SerialLine(Path toGuest, Path fromGuest) {}

    /** Clocks of a guest. */
    public enum GuestClock {
        /** Virtual time, which passes only while all processes wait: runs are exact and reproducible to the byte. */
        VIRTUAL,
        /** The host's time, for programs that never wait, such as virtual machines; runs differ. */
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
                OptionalLong.empty(),
                1,
                Optional.empty());
    }

    /** A shell script in the current folder, without input. */
    public static GuestSpec shell(String text, Path out) {
        return of(List.of("bash", "-c", text), out);
    }

    public GuestSpec withSeed(long other) {
        return new GuestSpec(
                command, folder, outputFolder, input, other, limit, guestClock, memory, processors, serialLine);
    }

    public GuestSpec withLimit(Duration other) {
        return new GuestSpec(
                command, folder, outputFolder, input, seed, other, guestClock, memory, processors, serialLine);
    }

    public GuestSpec withFolder(Path other) {
        return new GuestSpec(
                command, other, outputFolder, input, seed, limit, guestClock, memory, processors, serialLine);
    }

    public GuestSpec withInput(Path other) {
        return new GuestSpec(
                command, folder, outputFolder, other, seed, limit, guestClock, memory, processors, serialLine);
    }

    public GuestSpec withClock(GuestClock other) {
        return new GuestSpec(command, folder, outputFolder, input, seed, limit, other, memory, processors, serialLine);
    }

    /** @param bytes of main memory */
    public GuestSpec withMemory(long bytes) {
        return new GuestSpec(
                command,
                folder,
                outputFolder,
                input,
                seed,
                limit,
                guestClock,
                OptionalLong.of(bytes),
                processors,
                serialLine);
    }

    public GuestSpec withProcessors(int number) {
        return new GuestSpec(command, folder, outputFolder, input, seed, limit, guestClock, memory, number, serialLine);
    }

    /** For a guest with the host's clock: in virtual time, what comes through the line would come at any time. */
    public GuestSpec withSerialLine(SerialLine line) {
        return new GuestSpec(
                command,
                folder,
                outputFolder,
                input,
                seed,
                limit,
                GuestClock.REAL,
                memory,
                processors,
                Optional.of(line));
    }
}
