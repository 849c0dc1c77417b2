// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.mqecn.port.UserError;

/**
 * What the processors did, in seconds of one processor: {@code cpu} of /proc/stat, and what of it was this process
 * (/proc/self/stat, which knows nothing of interrupts).
 *
 * <p>Most kernels count at the ticks of a clock, which stands still while a processor sleeps: interrupts that come then,
 * and the softirqs behind them, are in none of the columns of /proc/stat, and on a machine that paces flows those are
 * much of the work. How long processors slept is exact. So what counts as work is the time that they did not sleep, and
 * what of it was neither for programs nor on their behalf was for interrupts.
 *
 * @param all time that went by, of all processors together, since any moment
 * @param user of all programs
 * @param system of the kernel on their behalf
 * @param idle nothing
 * @param stolen by the machine that this virtual one runs on
 * @param own user and system, of this process
 */
public record ProcessorTime(double all, double user, double system, double idle, double stolen, double own) {
    private static final Path ALL = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");
    /** USER_HZ: the unit of both files on every machine. */
    private static final double TICKS_A_SECOND = 100;
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String A_PROCESSOR = "cpu\\d+ .*";
    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;
    /** Behind the name in parentheses, which may have spaces itself. */
    private static final int OWN_USER = 11;
    private static final int OWN_SYSTEM = 12;

    /** Until now. */
    public static ProcessorTime read() {
        return parse(text(ALL), text(OWN), System.nanoTime() / NANOS_A_SECOND);
    }

    private static String text(Path file) {
        return Machine.read(file).orElseThrow(() -> new UserError("cannot read " + file, "mount /proc"));
    }

    static ProcessorTime parse(String all, String own, double seconds) {
        double[] cpu = numbers(all.lines().findFirst().orElse("").split(" +"));
        double[] self = numbers(own.substring(own.lastIndexOf(')') + 2).split(" "));
        long processors = all.lines().filter(line -> line.matches(A_PROCESSOR)).count();
        return new ProcessorTime(seconds * processors, cpu[USER - 1] + cpu[NICE - 1], cpu[SYSTEM - 1],
                cpu[IDLE - 1] + cpu[IOWAIT - 1], cpu[STEAL - 1], self[OWN_USER - 1] + self[OWN_SYSTEM - 1]);
    }

    private static double[] numbers(String[] words) {
        return Arrays.stream(words).skip(1).mapToDouble(word -> Double.parseDouble(word) / TICKS_A_SECOND).toArray();
    }

    /** What was done since then. */
    public ProcessorTime since(ProcessorTime earlier) {
        return new ProcessorTime(all - earlier.all, user - earlier.user, system - earlier.system, idle - earlier.idle,
                stolen - earlier.stolen, own - earlier.own);
    }

    /** All work, whoever it was for. */
    public double busy() {
        return Math.max(0, all - idle - stolen);
    }

    /** Work for interrupts, hard and soft: where the network's work is done that nobody waits for. */
    public double interrupts() {
        return Math.max(0, busy() - user - system);
    }

    /** User and system of other processes. */
    public double others() {
        return Math.max(0, user + system - own);
    }
}
