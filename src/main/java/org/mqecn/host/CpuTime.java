// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.mqecn.value.UserError;

/**
 * What the processors did, in seconds of one processor: {@code cpu} of /proc/stat, and what of it was this process
 * (/proc/self/stat, which knows nothing of interrupts).
 *
 * <p>Most kernels count at the ticks of a clock, which stands still while a processor sleeps: interrupts that come then,
 * and the softirqs behind them, are in none of the columns of /proc/stat, and on a machine that paces flows those are
 * much of the work. How long processors slept is exact. So what counts as work is the time that they did not sleep, and
 * what of it was neither for programs nor on their behalf was for interrupts.
 *
 * @param total time that went by, of all processors together, since any moment
 * @param user of all programs
 * @param system of the kernel on their behalf
 * @param idle nothing
 * @param steal by the machine that this virtual one runs on
 * @param self user and system, of this process
 */
public record CpuTime(double total, double user, double system, double idle, double steal, double self) {
    private static final Path PROC_STAT = Path.of("/proc/stat");
    private static final Path PROC_SELF_STAT = Path.of("/proc/self/stat");
    /** USER_HZ: the unit of both files on every machine. */
    private static final double TICKS_A_SECOND = 100;

    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String CPU_LINE = "cpu\\d+ .*";
    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;
    /** Behind the name in parentheses, which may have spaces itself. */
    private static final int SELF_USER = 11;

    private static final int SELF_SYSTEM = 12;

    /** Until now. */
    public static CpuTime read() {
        return parse(readFile(PROC_STAT), readFile(PROC_SELF_STAT), System.nanoTime() / NANOS_A_SECOND);
    }

    private static String readFile(Path file) {
        return SmallFile.read(file).orElseThrow(() -> new UserError("cannot read " + file, "mount /proc"));
    }

    static CpuTime parse(String all, String own, double seconds) {
        double[] cpu = numbers(all.lines().findFirst().orElse("").split(" +"));
        double[] self = numbers(own.substring(own.lastIndexOf(')') + 2).split(" "));
        long processors = all.lines().filter(line -> line.matches(CPU_LINE)).count();
        return new CpuTime(
                seconds * processors,
                cpu[USER - 1] + cpu[NICE - 1],
                cpu[SYSTEM - 1],
                cpu[IDLE - 1] + cpu[IOWAIT - 1],
                cpu[STEAL - 1],
                self[SELF_USER - 1] + self[SELF_SYSTEM - 1]);
    }

    private static double[] numbers(String[] words) {
        return Arrays.stream(words)
                .skip(1)
                .mapToDouble(word -> Double.parseDouble(word) / TICKS_A_SECOND)
                .toArray();
    }

    /** What was done since then. */
    public CpuTime since(CpuTime earlier) {
        return new CpuTime(
                total - earlier.total,
                user - earlier.user,
                system - earlier.system,
                idle - earlier.idle,
                steal - earlier.steal,
                self - earlier.self);
    }

    /** All work, whoever it was for. */
    public double busy() {
        return Math.max(0, total - idle - steal);
    }

    /** Work for interrupts, hard and soft: where the network's work is done that nobody waits for. */
    public double interrupts() {
        return Math.max(0, busy() - user - system);
    }

    /** User and system of other processes. */
    public double otherProcesses() {
        return Math.max(0, user + system - self);
    }
}
