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
import org.mqecn.experiment.cpu.Measured.Passage;
import org.mqecn.experiment.runner.Backend;
import org.mqecn.experiment.runner.Runner;
import org.mqecn.experiment.runner.Summary;
import org.mqecn.figure.Report;
import org.mqecn.host.ProcessorTime;
import org.mqecn.port.Rate;

@DisplayName("The file of a run of the bench")
final class CpuFileTest {
    private static final CpuSetup SETUP = new CpuSetup(20_000, 4, Rate.parse("24gbit"), Duration.ofSeconds(2),
            Duration.ofSeconds(3), 2, List.of(Candidate.EIFFEL, Candidate.FQ), 1);

    @TempDir
    private Path out;

    /** Of eiffel a tenth of what fq takes; all flows at their rate, or at that part of it. */
    private static String file(CpuTrial trial, double part) throws IOException {
        double[] rates = new double[SETUP.flows()];
        Arrays.fill(rates, SETUP.bytesPerSecond() * part);
        double cores = (trial.qdisc().equals(Candidate.FQ) ? 7 : 0.7) + 0.01 * trial.repetition();
        ProcessorTime time = new ProcessorTime(48, 0.3, 3 * cores - 0.9, 48 - 3 * cores, 0, 3 * cores - 0.6);
        Measured measured = new Measured(trial, 3, time, rates, 0,
                new Passage("eth0", trial.qdisc().word(), 9_400_000_000L, 0, 12));
        return CpuFile.of(measured, List.of(cores, cores, cores), Map.of("kernel", "6.1"),
                Map.of("kind", trial.qdisc().word()));
    }

    private Summary run(double part) throws IOException {
        return new Runner<>(SETUP.experiment(), "mqecn bench cpu", out, new Backend<CpuTrial>() {
            @Override
            public String place() {
                return "here";
            }

            @Override
            public String run(CpuTrial trial) throws IOException {
                return file(trial, part);
            }
        }, 1, said -> { }).run();
    }

    @Test
    @DisplayName("is drawn as that of a scenario, and held to the paper's value")
    void drawn() throws IOException {
        Summary summary = run(1);

        assertTrue(summary.isValid() && summary.holds());
        assertEquals(-90, summary.verdicts().get(0).ours().orElseThrow(), 0.2);
        assertEquals(List.of("1-cpu-total-cores.svg", "2-cpu-user-cores.svg", "3-cpu-cores.svg", "4-table.txt",
                "5-table.txt"), Report.of(out).figures(out.resolve("figures"), Report.Format.SVG).stream()
                        .map(file -> file.getFileName().toString()).toList());
        assertTrue(Report.of(out).tables().startsWith("""
                                                cpu, processors
                qdisc   user       system  softirq        total
                eiffel  0.10  0.42 ± 0.01     0.20  0.72 ± 0.01
                fq      0.10  6.72 ± 0.01     0.20  7.02 ± 0.01
                """), Report.of(out).tables());
    }

    @Test
    @DisplayName("says why it does not count, and nothing is drawn of it then")
    void invalid() throws IOException {
        Summary summary = run(0.9);

        assertFalse(summary.isValid());
        assertEquals("eiffel_1 does not count: 21600.0 of 24000.0 Mbit/s arrived: runs at different rates cannot be"
                + " compared", summary.complaints().get(0));
        assertEquals("", Report.of(out).tables());
    }
}
