// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * User-Mode Linux, a Linux kernel built as a program of the host: with a virtual clock and a seed, which make runs
 * identical to the byte, or with the host's clock.
 */
/*
 * The clock. With time-travel=inf-cpu the guest's clock does not advance while anything runs in it. When
 * everything sleeps it jumps to the next timer. Work takes no time, waiting takes no wall time, and a
 * link of 100 Gbit/s is as exact as one of 1 Mbit/s. The price: a process that spins, waiting for the
 * time to pass, waits forever; hence the limit on every run. All clocks start at EPOCH. With the host's
 * clock a guest is a normal machine, whose speed depends on the load of the host.
 *
 * The seed. A guest has one CPU and no external interrupts, so its behaviour depends only on its
 * inputs. These are, besides the clock:
 *   - randomness, through getrandom() alone: preload.c answers from the seed. The kernel takes it as
 *     trusted, or programs would wait for the pool to fill;
 *   - addresses: setarch -R for the host's side (where the heap begins decides how much memory the
 *     guest gets), norandmaps for the guest's own programs;
 *   - its command line, which is mixed into the random pool: it must not contain names that differ between
 *     runs or machines. /proc/self/cwd is the folder of the run;
 *   - the host's files, which are assumed not to change.
 * Output leaves through files that are written in no time (see init.c): a slow reader cannot delay
 * the guest.
 *
 * The end. The kernel ends the guest when its parent thread ends (setpriv) in any way,
 * and the guest's processes when the guest ends (preload.c).
 */
record UserModeLinuxCommandLine(LabKernel labKernel, GuestPrograms programs, GuestSpec spec, PinnedCpu pinnedCpu)
        implements GuestCommandLine {
    /** Time of all clocks in a guest at boot. */
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final String RUN_FOLDER = "/proc/self/cwd/";

    /** Opens the two ends of a serial line as {@link #SERIAL_LINE} has them, and waits for nobody at the others. */
    private static final String OPEN_SERIAL_LINE = "exec 3<>\"$0\" 4<>\"$1\"; shift; exec \"$@\"";

    private static final String SERIAL_LINE = "ssl1=fd:3,fd:4";

    /** The folder of the guest's memory file, unless it is too small: then the folder of the run. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @Override
    public void close() throws IOException {
        pinnedCpu.close();
    }

    @Override
    public List<String> arguments() {
        List<String> words = new ArrayList<>(pinnedCpu.commandPrefix());
        spec.serialLine()
                .ifPresent(line -> words.addAll(List.of(
                        "sh",
                        "-c",
                        OPEN_SERIAL_LINE,
                        line.toGuest().toString(),
                        line.fromGuest().toString())));
        words.addAll(List.of(
                "setpriv",
                "--pdeathsig",
                "KILL",
                "setarch",
                "--addr-no-randomize",
                KernelVariant.UML.image(labKernel.folder()).toString()));
        words.addAll(clockArguments());
        spec.serialLine().ifPresent(line -> words.add(SERIAL_LINE));
        words.addAll(List.of(
                "norandmaps",
                "random.trust_cpu=on",
                "random.trust_bootloader=on",
                "mem=" + memoryMegabytes() + "M",
                "kunit.enable=1",
                "root=hostfs",
                "rootfstype=hostfs",
                "rootflags=/",
                "ro",
                "init=" + RUN_FOLDER + GuestPrograms.INIT,
                "con0=fd:1",
                "uml_dir=" + RUN_FOLDER,
                "umid=guest"));
        return words;
    }

    private List<String> clockArguments() {
        return switch (spec.guestClock()) {
            case VIRTUAL -> List.of("time-travel=inf-cpu", "time-travel-start=" + EPOCH.getEpochSecond() + "000000000");
            case REAL -> List.of();
        };
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PATH",
                "/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME",
                "/nonexistent",
                "LD_PRELOAD",
                programs.preload().toString(),
                "MQECN_LAB_SEED",
                Long.toUnsignedString(spec.seed())));
        if (SHARED_MEMORY.toFile().getUsableSpace() < memoryMegabytes() << 20) {
            environment.put("TMPDIR", "/proc/self/cwd");
        }
        return environment;
    }

    private long memoryMegabytes() {
        return spec.memory().isPresent() ? spec.memory().getAsLong() >> 20 : labKernel.debug() ? 3072 : 2048;
    }
}
