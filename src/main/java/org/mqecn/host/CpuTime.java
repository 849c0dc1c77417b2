// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.mqecn.value.UserError;

/**
 * CPU time in seconds: the {@code cpu} line of /proc/stat, and the part of this process (/proc/self/stat, which does not
 * include interrupts).
 *
 * <p>Most kernels account CPU time at timer ticks, which stop while a CPU is idle. Interrupts that arrive then, and their
 * softirqs, appear in no column of /proc/stat, and on a machine that paces flows they are much of the work. Idle time is
 * exact. So busy time is computed as the time that CPUs were not idle, and interrupt time as busy time minus user and
 * system time.
 *
 * @param total elapsed time times the number of CPUs
 * @param user user time of all processes
 * @param system system time of all processes
 * @param idle idle time, including I/O wait
 * @param steal time stolen by the hypervisor
 * @param self user and system time of this process
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
    /** Index after the name in parentheses, which may contain spaces. */
    private static final int SELF_USER = 11;

    private static final int SELF_SYSTEM = 12;

    /** Reads the time until now. */
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

    private static double[] numbers(String[] fields) {
        return Arrays.stream(fields)
                .skip(1)
                .mapToDouble(word -> Double.parseDouble(word) / TICKS_A_SECOND)
                .toArray();
    }

    /** The difference to an earlier reading. */
    public CpuTime since(CpuTime earlier) {
        return new CpuTime(
                total - earlier.total,
                user - earlier.user,
                system - earlier.system,
                idle - earlier.idle,
                steal - earlier.steal,
                self - earlier.self);
    }

    /** Time that CPUs were neither idle nor stolen. */
    public double busy() {
        return Math.max(0, total - idle - steal);
    }

    /** Time of hard interrupts and softirqs. */
    public double interrupts() {
        return Math.max(0, busy() - user - system);
    }

    /** User and system time of other processes. */
    public double otherProcesses() {
        return Math.max(0, user + system - self);
    }
}
