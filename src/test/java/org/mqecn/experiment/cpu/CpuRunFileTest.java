// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.cli.view.ValueTableView;
import org.mqecn.experiment.cpu.CpuMeasurement.RootQdiscCounters;
import org.mqecn.experiment.engine.Backend;
import org.mqecn.experiment.engine.LocalEngine;
import org.mqecn.experiment.runner.ExistingRuns;
import org.mqecn.experiment.runner.ExperimentRunner;
import org.mqecn.experiment.runner.LockedResults;
import org.mqecn.experiment.runner.Shard;
import org.mqecn.figure.Report;
import org.mqecn.figure.chart.FigureWidth;
import org.mqecn.host.CpuTime;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.RunFile;
import org.mqecn.value.Rate;

@DisplayName("The run file of a CPU benchmark")
final class CpuRunFileTest {
    private static final CpuBenchmark SETUP = new CpuBenchmark(
            20_000,
            4,
            Rate.parse("24gbit"),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            2,
            List.of(BenchmarkedQdisc.EIFFEL, BenchmarkedQdisc.FQ),
            1);

    @TempDir
    private Path out;

    /** eiffel takes a tenth of the CPU time of fq; all flows have this share of their rate. */
    private static RunFile file(CpuTrial trial, double part) {
        double[] rates = new double[SETUP.flows()];
        Arrays.fill(rates, SETUP.bytesPerSecond() * part);
        double cores = (trial.qdisc().equals(BenchmarkedQdisc.FQ) ? 7 : 0.7) + 0.01 * trial.repetition();
        CpuTime time = new CpuTime(48, 0.3, 3 * cores - 0.9, 48 - 3 * cores, 0, 3 * cores - 0.6);
        CpuMeasurement cpuMeasurement = new CpuMeasurement(
                trial,
                3,
                time,
                rates,
                0,
                new RootQdiscCounters("eth0", trial.qdisc().toText(), 9_400_000_000L, 0, 12));
        return cpuMeasurement.toRunFile(
                List.of(cores, cores, cores),
                Map.of("kernel", "6.1"),
                Map.of("kind", trial.qdisc().toText()));
    }

    private ExperimentSummary run(double part) throws IOException {
        try (LockedResults results = LockedResults.open(out)) {
            return new ExperimentRunner<>(
                            SETUP.experiment(),
                            "mqecn bench cpu",
                            results,
                            ExistingRuns.Policy.REFUSE,
                            new LocalEngine<>(
                                    new Backend<CpuTrial>() {
                                        @Override
                                        public String environment() {
                                            return "here";
                                        }

                                        @Override
                                        public RunFile run(CpuTrial trial) {
                                            return file(trial, part);
                                        }
                                    },
                                    1),
                            Shard.WHOLE,
                            said -> {})
                    .run();
        }
    }

    @Test
    @DisplayName("has figures as that of a scenario, and checks against the paper's value")
    void drawn() throws IOException {
        ExperimentSummary outcome = run(1);

        assertTrue(outcome.isValid() && outcome.passes());
        assertEquals(-90, outcome.checks().get(0).measured(), 0.2);
        assertEquals(
                List.of(
                        "1-cpu-total-cores.svg",
                        "2-cpu-user-cores.svg",
                        "3-cpu-cores.svg",
                        "4-table.txt",
                        "5-table.txt"),
                Report.of(out)
                        .figures(
                                out.resolve("figures"),
                                Report.ImageFormat.SVG,
                                FigureWidth.DEFAULT,
                                ValueTableView::text)
                        .stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.endsWith(".csv"))
                        .toList());
        String tables = ValueTableView.text(Report.of(out).tables());
        assertTrue(
                tables.startsWith(
                        """
                                                    CPU (cores)
                qdisc   user       system  softirq        total
                eiffel  0.10  0.42 ± 0.06     0.20  0.72 ± 0.06
                fq      0.10  6.72 ± 0.06     0.20  7.02 ± 0.06
                """),
                tables);
    }

    @Test
    @DisplayName("has the reason if it is invalid, and then no figures")
    void invalid() throws IOException {
        ExperimentSummary outcome = run(0.9);

        assertFalse(outcome.isValid());
        assertEquals(
                "invalid run eiffel_1: total-rate: 21600.0 of 24000.0 Mbit/s arrived: runs at different rates cannot be"
                        + " compared",
                outcome.problems().get(0));
        assertEquals(List.of(), Report.of(out).tables());
    }
}
