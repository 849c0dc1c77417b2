// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mqecn.host.CpuTime;
import org.mqecn.result.Metric;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityReason;
import org.mqecn.statistics.Percentiles;

/**
 * Measurements of a run, and whether they are valid.
 *
 * @param seconds length of the measurement
 * @param time CPU time in that time
 * @param rates goodput of each flow in bytes per second
 * @param retransmitted retransmitted segments
 * @param qdisc the root qdisc of the device and its counters
 */
record CpuMeasurement(
        CpuTrial trial, double seconds, CpuTime time, double[] rates, long retransmitted, RootQdiscCounters qdisc) {
    /** Allowed relative error of the total rate: any two valid runs differ by no more than twice this. */
    private static final double MAX_TOTAL_RATE_ERROR = 0.025;
    /** Allowed relative error of the rate of a flow, and the allowed share of flows beyond it. */
    private static final double MAX_FLOW_RATE_ERROR = 0.1;

    private static final double MAX_SHARE_OF_OUTLIERS = 0.05;
    /** Minimum of bytes that the qdisc counted relative to bytes received: headers add, packets in flight may be missing. */
    private static final double MIN_COUNTED_SHARE = 0.97;
    /** Cores that other processes may use: absolute, and relative to the measured ones. */
    private static final double MAX_OTHER_CORES = 0.05;

    private static final double MAX_OTHER_SHARE = 0.05;
    private static final double MAX_STEAL_SHARE = 0.02;
    /** Rounding error of /proc/stat, in seconds. */
    private static final double ROUNDING = 0.05;

    private static final double MEGA = 1e6;
    private static final double PERCENT = 100;

    /**
     * Counters of the root qdisc during the measurement.
     *
     * @param kind kind of the qdisc at the end
     * @param sentBytes bytes that it sent
     * @param throttled times that it held a flow back; 0 for qdiscs that do not count it
     */
    record RootQdiscCounters(String device, String kind, long sentBytes, long dropped, long throttled) {}

    private double mbit() {
        return Arrays.stream(rates).sum() * Byte.SIZE / MEGA;
    }

    private double requestedMbit() {
        return (double) trial.benchmark().bytesPerSecond() * trial.benchmark().flows() * Byte.SIZE / MEGA;
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(Metric.CPU_USER.key(), time.user() / seconds);
        metrics.put(Metric.CPU_SYSTEM.key(), time.system() / seconds);
        metrics.put(Metric.CPU_SOFTIRQ.key(), time.interrupts() / seconds);
        metrics.put(Metric.CPU_TOTAL.key(), time.busy() / seconds);
        metrics.put(Metric.CPU_TOTAL_PERCENT.key(), PERCENT * time.busy() / time.total());
        metrics.put(Metric.OTHER_PROCESSES.key(), time.otherProcesses() / seconds);
        metrics.put(Metric.GOODPUT_SUM.key(), mbit());
        Percentiles flowRates = Percentiles.of(Arrays.stream(rates)
                .map(rate -> PERCENT * rate / trial.benchmark().bytesPerSecond())
                .toArray());
        for (int percent : new int[] {5, 50, 95}) {
            metrics.put(Metric.FLOW_RATE.ofNumber(percent), flowRates.at(percent));
        }
        metrics.put(Metric.RETRANSMITTED_SEGMENTS.key(), (double) retransmitted);
        metrics.put(Metric.THROTTLED.key(), (double) qdisc.throttled);
        return metrics;
    }

    /**
     * The run file, without a header.
     *
     * @param cores busy CPU cores in each second
     * @param configuration of the qdisc, as read back
     */
    RunFile toRunFile(List<Double> cores, Map<String, String> versions, Map<String, Object> configuration) {
        CpuBenchmark benchmark = trial.benchmark();
        return new RunFile.Builder(benchmark.experiment().name())
                .title(benchmark.title())
                .parameters(trial.parameters())
                .repetition(trial.repetition())
                .seed(benchmark.seed())
                .document(trial.text())
                .versions(versions)
                .configuration(Map.of(qdisc.device, configuration))
                .faults(faults())
                .window(
                        TimeUnit.MILLISECONDS.toMicros(benchmark.warmUp().toMillis()),
                        TimeUnit.MILLISECONDS.toMicros(
                                benchmark.warmUp().plus(benchmark.duration()).toMillis()))
                .metrics(metrics())
                .cpuCores(cores)
                .build();
    }

    /** Why the run is invalid; empty for a valid run. */
    List<RunFault> faults() {
        List<RunFault> faults = new ArrayList<>();
        checkQdisc(faults);
        rates(faults);
        checkMachine(faults);
        return faults;
    }

    private void checkQdisc(List<RunFault> faults) {
        if (!qdisc.kind.equals(trial.qdisc().kind())) {
            faults.add(RunFault.required(
                    ValidityReason.OTHER_QDISC,
                    qdisc.device + " has qdisc " + qdisc.kind + ", not "
                            + trial.qdisc().kind()));
            return;
        }
        double seen = qdisc.sentBytes * Byte.SIZE / seconds / MEGA;
        if (seen < MIN_COUNTED_SHARE * mbit()) {
            faults.add(RunFault.required(
                    ValidityReason.QDISC_BYPASSED,
                    format(
                            "the traffic did not go through %s: it counted %.1f of the %.1f Mbit/s that arrived",
                            qdisc.kind, seen, mbit())));
        }
        if (trial.qdisc().isPacer() && qdisc.throttled == 0) {
            faults.add(RunFault.required(
                    ValidityReason.NOT_PACED, qdisc.kind + " held no flow back: it did not pace them"));
        }
        if (qdisc.dropped > 0) {
            faults.add(RunFault.required(
                    ValidityReason.QDISC_DROPS, qdisc.kind + " dropped " + qdisc.dropped + " packets"));
        }
    }

    private void rates(List<RunFault> faults) {
        if (Math.abs(mbit() / requestedMbit() - 1) > MAX_TOTAL_RATE_ERROR) {
            faults.add(RunFault.required(
                    ValidityReason.TOTAL_RATE,
                    format(
                            "%.1f of %.1f Mbit/s arrived: runs at different rates cannot be compared",
                            mbit(), requestedMbit())));
        }
        long off = Arrays.stream(rates)
                .filter(rate -> Math.abs(rate / trial.benchmark().bytesPerSecond() - 1) > MAX_FLOW_RATE_ERROR)
                .count();
        if (off > MAX_SHARE_OF_OUTLIERS * rates.length) {
            faults.add(RunFault.required(
                    ValidityReason.FLOW_RATES,
                    format(
                            "%d of %d flows were more than %.0f %% off their rate",
                            off, rates.length, PERCENT * MAX_FLOW_RATE_ERROR)));
        }
    }

    private void checkMachine(List<RunFault> faults) {
        if (time.busy() <= ROUNDING) {
            faults.add(RunFault.required(
                    ValidityReason.NO_CPU_TIME, "no CPU time was measured: in virtual time, computation takes none"));
        }
        if (time.otherProcesses() / seconds > MAX_OTHER_CORES + MAX_OTHER_SHARE * time.busy() / seconds) {
            faults.add(RunFault.required(
                    ValidityReason.OTHER_PROCESSES,
                    format(
                            "other processes used %.2f of the %.2f busy CPUs",
                            time.otherProcesses() / seconds, time.busy() / seconds)));
        }
        if (time.steal() > MAX_STEAL_SHARE * time.total()) {
            faults.add(RunFault.required(
                    ValidityReason.STEAL_TIME,
                    format(
                            "the hypervisor took %.2f of the %.0f CPUs (steal time)",
                            time.steal() / seconds, time.total() / seconds)));
        }
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
