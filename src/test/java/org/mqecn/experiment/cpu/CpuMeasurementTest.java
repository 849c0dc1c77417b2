// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.experiment.cpu.CpuMeasurement.RootQdiscCounters;
import org.mqecn.host.CpuTime;
import org.mqecn.result.RunFault;
import org.mqecn.value.Rate;

@DisplayName("A run of the CPU benchmark")
final class CpuMeasurementTest {
    private static final int FLOWS = 100;
    /** 100 flows of 10 Mbit/s. */
    private static final double RATE = 1_250_000;

    private static final double SECONDS = 10;
    /** Two CPUs, both busy half of the time, almost entirely with this process. */
    private static final CpuTime QUIET = new CpuTime(20, 1, 7, 10, 0, 8);

    private static final long ALL = (long) (FLOWS * RATE * SECONDS);

    private static double[] rates(double part) {
        Random random = new Random(7);
        return random.doubles(FLOWS)
                .map(each -> RATE * part * (0.96 + 0.08 * each))
                .toArray();
    }

    private static RootQdiscCounters passage(String kind, double part, long dropped, long throttled) {
        return new RootQdiscCounters("eth0", kind, (long) (ALL * part), dropped, throttled);
    }

    private static CpuMeasurement measured(
            BenchmarkedQdisc qdisc, CpuTime time, double[] rates, RootQdiscCounters rootQdiscCounters) {
        CpuBenchmark setup = new CpuBenchmark(
                FLOWS, 4, Rate.parse("1gbit"), Duration.ofSeconds(2), Duration.ofSeconds(10), 5, List.of(qdisc), 1);
        return new CpuMeasurement(new CpuTrial(setup, qdisc, 1), SECONDS, time, rates, 3, rootQdiscCounters);
    }

    private static List<String> faults(
            BenchmarkedQdisc qdisc, CpuTime time, double[] rates, RootQdiscCounters rootQdiscCounters) {
        return measured(qdisc, time, rates, rootQdiscCounters).faults().stream()
                .map(RunFault::text)
                .toList();
    }

    @Test
    @DisplayName("is valid if flows had their rates, through the qdisc, and no other program ran")
    void counts() {
        assertEquals(List.of(), faults(BenchmarkedQdisc.FQ, QUIET, rates(1), passage("fq", 1.04, 0, 1000)));
        assertEquals(List.of(), faults(BenchmarkedQdisc.parse("pfifo"), QUIET, rates(1), passage("pfifo", 1.04, 0, 0)));
    }

    @Test
    @DisplayName("measures busy CPUs, and the goodput of flows relative to their rates")
    void metrics() {
        Map<String, Double> metrics = measured(BenchmarkedQdisc.FQ, QUIET, rates(1), passage("fq", 1.04, 0, 9))
                .metrics();

        assertEquals(0.1, metrics.get("cpu_user_cores"), 1e-9);
        assertEquals(0.7, metrics.get("cpu_system_cores"), 1e-9);
        assertEquals(0.2, metrics.get("cpu_softirq_cores"), 1e-9);
        assertEquals(1, metrics.get("cpu_total_cores"), 1e-9);
        assertEquals(50, metrics.get("cpu_total_percent"), 1e-9);
        assertEquals(1000, metrics.get("goodput_sum_mbit"), 10);
        assertEquals(96.4, metrics.get("rate_p5_percent"), 0.8);
        assertEquals(103.6, metrics.get("rate_p95_percent"), 0.8);
        assertEquals(9, metrics.get("throttled"));
    }

    @Test
    @DisplayName("is invalid if the qdisc is another one, or had no traffic, dropped packets, or did not pace")
    void passage() {
        assertEquals(
                List.of("other-qdisc: eth0 has qdisc fq, not eiffel"),
                faults(BenchmarkedQdisc.EIFFEL, QUIET, rates(1), passage("fq", 1.04, 0, 1000)));
        assertTrue(faults(BenchmarkedQdisc.FQ, QUIET, rates(1), passage("fq", 0.5, 0, 9))
                .get(0)
                .startsWith("qdisc-bypassed: the traffic did not go through fq: it counted 500.0 of the "));
        assertEquals(
                List.of("qdisc-drops: fq dropped 4 packets"),
                faults(BenchmarkedQdisc.FQ, QUIET, rates(1), passage("fq", 1.04, 4, 1000)));
        assertEquals(
                List.of("not-paced: fq held no flow back: it did not pace them"),
                faults(BenchmarkedQdisc.FQ, QUIET, rates(1), passage("fq", 1.04, 0, 0)));
    }

    @Test
    @DisplayName("is invalid at another rate of all flows or of some")
    void conformance() {
        assertTrue(faults(BenchmarkedQdisc.FQ, QUIET, rates(0.95), passage("fq", 1.04, 0, 9))
                .get(0)
                .endsWith("of 1000.0 Mbit/s arrived: runs at different rates cannot be compared"));
        double[] unfair = rates(1);
        Arrays.fill(unfair, 0, 10, RATE * 0.5);
        Arrays.fill(unfair, 10, 20, RATE * 1.5);
        assertEquals(
                List.of("flow-rates: 20 of 100 flows were more than 10 % off their rate"),
                faults(BenchmarkedQdisc.FQ, QUIET, unfair, passage("fq", 1.04, 0, 9)));
    }

    @Test
    @DisplayName("is invalid on a machine with other load, or in virtual time")
    void machine() {
        assertEquals(
                List.of("other-processes: other processes used 0.40 of the 1.40 busy CPUs"),
                faults(BenchmarkedQdisc.FQ, new CpuTime(20, 5, 7, 6, 0, 8), rates(1), passage("fq", 1.04, 0, 9)));
        assertEquals(
                List.of("steal-time: the hypervisor took 0.10 of the 2 CPUs (steal time)"),
                faults(BenchmarkedQdisc.FQ, new CpuTime(20, 1, 7, 9, 1, 8), rates(1), passage("fq", 1.04, 0, 9)));
        assertEquals(
                List.of("no-cpu-time: no CPU time was measured: in virtual time, computation takes none"),
                faults(BenchmarkedQdisc.FQ, new CpuTime(20, 0, 0, 19.98, 0, 0), rates(1), passage("fq", 1.04, 0, 9)));
    }
}
