// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.figure.FigureSchema;
import org.mqecn.schema.Problems;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlTree;
import org.mqecn.value.Rate;

@DisplayName("The runs of a CPU benchmark")
final class CpuBenchmarkTest {
    private static Experiment<CpuTrial> experiment(int flows, BenchmarkedQdisc... qdiscs) {
        return new CpuBenchmark(
                        flows,
                        4,
                        Rate.parse("1gbit"),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        3,
                        List.of(qdiscs),
                        1)
                .validated()
                .experiment();
    }

    @Test
    @DisplayName("cover each qdisc and repetition, each run with a unique name")
    void trials() {
        assertEquals(
                List.of("fq_1", "fq_2", "fq_3", "pfifo_1", "pfifo_2", "pfifo_3"),
                experiment(1000, BenchmarkedQdisc.FQ, BenchmarkedQdisc.parse("pfifo")).trials().stream()
                        .map(CpuTrial::name)
                        .toList());
    }

    @Test
    @DisplayName("are checked against the paper's value for its number of flows, otherwise for the direction")
    void checks() {
        assertEquals(
                List.of(),
                experiment(1000, BenchmarkedQdisc.FQ, BenchmarkedQdisc.parse("pfifo"))
                        .checks());
        assertEquals(
                "-92.9%",
                experiment(20_000, BenchmarkedQdisc.FQ, BenchmarkedQdisc.EIFFEL)
                        .checks()
                        .get(0)
                        .expectedText());
        assertEquals(
                "down",
                experiment(1000, BenchmarkedQdisc.FQ, BenchmarkedQdisc.EIFFEL)
                        .checks()
                        .get(0)
                        .direction()
                        .orElseThrow());
    }

    @Test
    @DisplayName("are described by a document that a report can draw")
    void document() {
        Problems problems = new Problems();
        Experiment<CpuTrial> experiment = experiment(1000, BenchmarkedQdisc.EIFFEL, BenchmarkedQdisc.FQ);
        int figures = Yaml.read("scenario.yaml", experiment.text(), problems)
                .flatMap(document -> YamlTree.get(document, "figures"))
                .flatMap(yamlNode -> FigureSchema.FIGURES.kind().read("figures", yamlNode, problems))
                .orElseThrow()
                .size();

        assertEquals(5, figures);
        assertEquals(List.of(), problems.list());
        assertTrue(experiment.trials().get(0).text().startsWith(experiment.text()));
    }
}
