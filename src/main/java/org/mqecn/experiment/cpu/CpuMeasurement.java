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
import org.mqecn.result.RunFile;
import org.mqecn.statistics.Percentiles;

/**
 * Measurements of a run, and whether they are valid.
 *
 * @param seconds that were measured
 * @param time CPU time in that time
 * @param rates bytes a second that arrived of each flow
 * @param retransmitted segments
 * @param qdisc what stood on the device, and counted meanwhile
 */
record CpuMeasurement(
        CpuTrial trial, double seconds, CpuTime time, double[] rates, long retransmitted, RootQdiscCounters qdisc) {
    /** What arrived may be so much off what was asked for; any two runs that count differ by twice that at most. */
    private static final double MAX_TOTAL_RATE_ERROR = 0.025;
    /** So much may a flow be off its rate, and so many flows be further off than that. */
    private static final double MAX_FLOW_RATE_ERROR = 0.1;

    private static final double MAX_SHARE_OF_OUTLIERS = 0.05;
    /** Headers come on top of what arrived, what is on its way at the ends may be missing. */
    private static final double MIN_COUNTED_SHARE = 0.97;
    /** Processors that others may take: so many, and so much of what was measured. */
    private static final double MAX_OTHER_CORES = 0.05;

    private static final double MAX_OTHER_SHARE = 0.05;
    private static final double MAX_STEAL_SHARE = 0.02;
    /** Seconds: /proc/stat has whole hundredths. */
    private static final double ROUNDING = 0.05;

    private static final double MEGA = 1e6;
    private static final double PERCENT = 100;

    /**
     * What the root qdisc of the device told.
     *
     * @param kind that stood there at the end
     * @param sentBytes through it while it was measured
     * @param throttled how often it held a flow back meanwhile; 0 where its kind does not count that
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
            metrics.put(Metric.FLOW_RATE.ofPercentile(percent), flowRates.at(percent));
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
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        checkQdisc(faults);
        rates(faults);
        checkMachine(faults);
        return faults;
    }

    private void checkQdisc(List<String> faults) {
        if (!qdisc.kind.equals(trial.qdisc().kind())) {
            faults.add(qdisc.device + " has qdisc " + qdisc.kind + ", not "
                    + trial.qdisc().kind());
            return;
        }
        double seen = qdisc.sentBytes * Byte.SIZE / seconds / MEGA;
        if (seen < MIN_COUNTED_SHARE * mbit()) {
            faults.add(format(
                    "the traffic did not go through %s: it counted %.1f of the %.1f Mbit/s that arrived",
                    qdisc.kind, seen, mbit()));
        }
        if (trial.qdisc().isPacer() && qdisc.throttled == 0) {
            faults.add(qdisc.kind + " held no flow back: it did not pace them");
        }
        if (qdisc.dropped > 0) {
            faults.add(qdisc.kind + " dropped " + qdisc.dropped + " packets");
        }
    }

    private void rates(List<String> faults) {
        if (Math.abs(mbit() / requestedMbit() - 1) > MAX_TOTAL_RATE_ERROR) {
            faults.add(format(
                    "%.1f of %.1f Mbit/s arrived: runs at different rates cannot be compared",
                    mbit(), requestedMbit()));
        }
        long off = Arrays.stream(rates)
                .filter(rate -> Math.abs(rate / trial.benchmark().bytesPerSecond() - 1) > MAX_FLOW_RATE_ERROR)
                .count();
        if (off > MAX_SHARE_OF_OUTLIERS * rates.length) {
            faults.add(format(
                    "%d of %d flows were more than %.0f %% off their rate",
                    off, rates.length, PERCENT * MAX_FLOW_RATE_ERROR));
        }
    }

    private void checkMachine(List<String> faults) {
        if (time.busy() <= ROUNDING) {
            faults.add("no processor time was counted: in virtual time, work takes none");
        }
        if (time.otherProcesses() / seconds > MAX_OTHER_CORES + MAX_OTHER_SHARE * time.busy() / seconds) {
            faults.add(format(
                    "other programs took %.2f of the %.2f processors at work",
                    time.otherProcesses() / seconds, time.busy() / seconds));
        }
        if (time.steal() > MAX_STEAL_SHARE * time.total()) {
            faults.add(format(
                    "the machine that this one runs on took %.2f of its %.0f processors",
                    time.steal() / seconds, time.total() / seconds));
        }
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
