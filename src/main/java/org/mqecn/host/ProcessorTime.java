// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import java.util.Arrays;
import org.mqecn.port.UserError;

/**
 * What the processors did since they were started, in seconds of one processor: {@code cpu} of /proc/stat, and what of
 * it was this process (/proc/self/stat, which knows nothing of interrupts).
 *
 * @param user of all programs
 * @param system of the kernel on their behalf
 * @param interrupts hard ones
 * @param softirq where the network's work is done that nobody waits for
 * @param stolen by the machine that this virtual one runs on
 * @param own user and system, of this process
 */
public record ProcessorTime(double user, double system, double interrupts, double softirq, double stolen, double own) {
    private static final Path ALL = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");
    /** USER_HZ: the unit of both files on every machine. */
    private static final double TICKS_A_SECOND = 100;
    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int IRQ = 6;
    private static final int SOFTIRQ = 7;
    private static final int STEAL = 8;
    /** Behind the name in parentheses, which may have spaces itself. */
    private static final int OWN_USER = 11;
    private static final int OWN_SYSTEM = 12;

    /** Until now. */
    public static ProcessorTime read() {
        return parse(text(ALL), text(OWN));
    }

    private static String text(Path file) {
        return Machine.read(file).orElseThrow(() -> new UserError("cannot read " + file, "mount /proc"));
    }

    static ProcessorTime parse(String all, String own) {
        double[] cpu = numbers(all.lines().findFirst().orElse("").split(" +"), 1);
        double[] self = numbers(own.substring(own.lastIndexOf(')') + 2).split(" "), 1);
        return new ProcessorTime(cpu[USER - 1] + cpu[NICE - 1], cpu[SYSTEM - 1], cpu[IRQ - 1], cpu[SOFTIRQ - 1],
                cpu[STEAL - 1], self[OWN_USER - 1] + self[OWN_SYSTEM - 1]);
    }

    private static double[] numbers(String[] words, int from) {
        return Arrays.stream(words).skip(from).mapToDouble(word -> Double.parseDouble(word) / TICKS_A_SECOND).toArray();
    }

    /** What was done since then. */
    public ProcessorTime since(ProcessorTime earlier) {
        return new ProcessorTime(user - earlier.user, system - earlier.system, interrupts - earlier.interrupts,
                softirq - earlier.softirq, stolen - earlier.stolen, own - earlier.own);
    }

    /** All work, whoever it was for. */
    public double busy() {
        return user + system + interrupts + softirq;
    }

    /** User and system of other processes. */
    public double others() {
        return Math.max(0, user + system - own);
    }
}
