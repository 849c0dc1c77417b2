// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.result.PaperReference;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * A benchmark of qdiscs.
 *
 * @param rate rate of all flows together, of TCP payload
 * @param warmUp time before the measurement
 * @param duration length of the measurement
 * @param qdiscs the qdiscs that are compared
 * @param seed seed of the order of the runs
 */
public record CpuBenchmark(
        int flows,
        int threads,
        Rate rate,
        Duration warmUp,
        Duration duration,
        int repetitions,
        List<BenchmarkedQdisc> qdiscs,
        int seed) {
    private static final String NAME = "bench-cpu";
    /** Limited by the ports of one address. */
    private static final int MAX_FLOWS = 60_000;

    private static final int MAX_THREADS = 1024;
    private static final int MAX_REPETITIONS = 1000;
    /**
     * Minimum bytes of a flow in a run: fifteen times what TCP passes to the qdisc at once, two full segments at low rates.
     * One of these more or less then changes the rate by less than a tenth.
     */
    private static final long MINIMUM_FLOW_BYTES = 15 * 2 * 1448;
    /** The kernel's pacing rate has 32 bits in this interface; faster flows are not paced. */
    private static final long MAX_PACING_RATE = 4_000_000_000L;
    /** Flows of Eiffel's kernel shaping, where fq takes 14 times the cores. */
    private static final int PAPER_FLOWS = 20_000;

    private static final double PAPER_CHANGE_PERCENT = -92.9;
    private static final PaperReference PAPER = new PaperReference(
            "Eiffel, NSDI 2019, kernel shaping (20,000 flows, 24 Gbit/s, Linux 4.10)",
            "https://www.usenix.org/conference/nsdi19/presentation/saeed");

    public CpuBenchmark {
        qdiscs = List.copyOf(qdiscs);
    }

    /**
     * Validates the options.
     *
     * @throws UserError a usage error if they are out of range
     */
    public CpuBenchmark validated() {
        requireInRange("flows", flows, MAX_FLOWS);
        requireInRange("threads", threads, MAX_THREADS);
        requireInRange("repetitions", repetitions, MAX_REPETITIONS);
        if (threads > flows) {
            throw UserError.usage(
                    threads + " threads for " + flows + " flows: some threads would have no flow",
                    "use at most one thread per flow");
        }
        if (duration.toSeconds() < 1) {
            throw UserError.usage(
                    "a duration of " + duration.toMillis() + " ms is too short",
                    "CPU time is counted in hundredths of a second: measure for at least 1s");
        }
        if (bytesPerSecond() < minimumBytesPerSecond() || bytesPerSecond() > MAX_PACING_RATE) {
            throw UserError.usage(
                    "a rate of " + rate + " for " + flows + " flows is " + new Rate(bytesPerSecond() * Byte.SIZE)
                            + " for each",
                    "each has at least " + new Rate(minimumBytesPerSecond() * Byte.SIZE) + " in " + duration.toSeconds()
                            + " s, and at most " + new Rate(MAX_PACING_RATE * Byte.SIZE));
        }
        if (new HashSet<>(qdiscs).size() < qdiscs.size()) {
            throw UserError.usage("a qdisc is given twice", "use --repetitions to measure each qdisc more than once");
        }
        return this;
    }

    private static void requireInRange(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw UserError.usage(what + " " + value + " is out of range", "the range is 1 to " + most);
        }
    }

    private long minimumBytesPerSecond() {
        return MINIMUM_FLOW_BYTES / duration.toSeconds();
    }

    /** Pacing rate of each flow. */
    long bytesPerSecond() {
        return rate.bitsPerSecond() / Byte.SIZE / flows;
    }

    /** All runs and checks. */
    public Experiment<CpuTrial> experiment() {
        List<CpuTrial> trials = new ArrayList<>();
        for (BenchmarkedQdisc qdisc : qdiscs) {
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                trials.add(new CpuTrial(this, qdisc, repetition));
            }
        }
        return new Experiment<>(NAME, title(), Optional.of(PAPER), trials, checks(), seed, document());
    }

    /** Title for people. */
    String title() {
        return "CPU time of " + flows + " paced flows, " + rate + " in all, in " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    private List<MetricCheck> checks() {
        if (!qdiscs.containsAll(List.of(BenchmarkedQdisc.EIFFEL, BenchmarkedQdisc.FQ))) {
            return List.of();
        }
        boolean ofThePaper = flows == PAPER_FLOWS;
        return List.of(new MetricCheck(
                "cpu_total_cores",
                Map.of("qdisc", BenchmarkedQdisc.EIFFEL.toText()),
                Map.of("qdisc", BenchmarkedQdisc.FQ.toText()),
                ofThePaper ? PAPER_CHANGE_PERCENT : -1,
                OptionalDouble.empty(),
                ofThePaper ? PAPER_CHANGE_PERCENT + "%" : "",
                Optional.empty(),
                ofThePaper ? "fq takes 14 times the cores of Eiffel, in the median" : ""));
    }

    /** The document, in the form of a scenario: variables and figures. */
    String document() {
        return """
                # Options of 'mqecn bench cpu'
                scenario: %s
                title: %s
                bench: {flows: %d, threads: %d, rate: %s, warm-up: %dms, duration: %dms}
                repetitions: %d
                seed: %d
                vary:
                  qdisc: {values: [%s]}
                figures:
                  - {bars: cpu_total_cores, group-by: qdisc, title: Busy CPU cores}
                  - {bars: [cpu_user_cores, cpu_system_cores, cpu_softirq_cores], group-by: qdisc, title: CPU time by mode}
                  - {cdf: cpu_cores, group-by: qdisc, title: Busy CPU cores in each second}
                  - {table: [cpu_user_cores, cpu_system_cores, cpu_softirq_cores, cpu_total_cores], group-by: qdisc,
                     title: Busy CPU cores}
                  - {table: [goodput_sum_mbit, rate_p5_percent, rate_p50_percent, rate_p95_percent,
                             retransmitted_segments], group-by: qdisc, title: Flow rate accuracy}
                """
                .formatted(
                        NAME,
                        title(),
                        flows,
                        threads,
                        rate,
                        warmUp.toMillis(),
                        duration.toMillis(),
                        repetitions,
                        seed,
                        qdiscs.stream().map(BenchmarkedQdisc::toText).collect(Collectors.joining(", ")));
    }
}
