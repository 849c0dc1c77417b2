// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.cli.view.PlanView;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.result.FlowRow;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFile;
import org.mqecn.result.RunHeader;
import org.mqecn.value.UserError;

@DisplayName("The plan of an experiment")
final class ExperimentPlanTest {
    private static final String TEXT =
            """
            scenario: web
            testbed: {star: {hosts: 3, rate: 995mbit}}
            traffic: {web: {requests: {client: h1, load: 0.5, count: 1000, flow-sizes: web-search}}}
            measure: {port: h1}
            repetitions: 4
            vary: {load: {set: traffic.web.requests.load, values: [0.5, 0.8]}}
            checks:
              - {metric: fct_small_p99_us, where: {load: 0.5}, paper: 1000, tolerance: 10%}
              - {metric: fct_all_avg_us, where: {load: 0.8}, baseline: {load: 0.5}, direction: up}
            """;

    private final Experiment<ScenarioCase> experiment = ScenarioFile.of(
                    "web.yaml", TEXT, List.of(), new ScenarioOverrides(Map.of(), false, OptionalInt.empty()))
            .scenario()
            .experiment();

    @TempDir
    private Path folder;

    /** A run of 12 s with flows of 10 KB, whose 99th percentile is given. */
    private void write(ScenarioCase subject, int flows, double p99) throws IOException {
        ResultFiles.write(
                new ResultLayout(folder).run(subject.name()),
                new RunFile.Builder(subject.scenario())
                        .parameters(subject.parameters())
                        .repetition(subject.repetition())
                        .document(subject.text())
                        .metrics(Map.of("fct_small_p99_us", p99, "fct_all_avg_us", p99 / 2))
                        .flows(Collections.nCopies(flows, new FlowRow(0, 1, 10_000, "web", 0, 0, 0, 0, true)))
                        .build()
                        .withHeader(RunHeader.now(Duration.ofSeconds(12), "here", "")));
    }

    private ScenarioCase trial(String load, int repetition) {
        return experiment.trials().stream()
                .filter(each -> each.parameters().get("load").equals(load) && each.repetition() == repetition)
                .findFirst()
                .orElseThrow();
    }

    private ExperimentPlan plan() {
        return plan(ExistingRuns.Policy.REFUSE);
    }

    private ExperimentPlan plan(ExistingRuns.Policy policy) {
        return ExperimentPlan.of(experiment, new ResultLayout(folder), policy);
    }

    private String text() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new PlanView(plan(), Path.of("results/web"), "guests on this machine", 2, OptionalLong.of(2L << 30)).print(out);
        out.flush();
        return text.toString();
    }

    @Test
    @DisplayName("of which nothing has run counts runs, and says what is unknown")
    void nothingHasRun() {
        ExperimentPlan plan = plan();
        assertEquals(2, plan.cases());
        assertEquals(8, plan.runs());
        assertEquals(8, plan.missing());
        assertEquals(OptionalDouble.empty(), plan.secondsPerRun());
        assertEquals(OptionalInt.empty(), plan.checks().get(0).needed());
        assertEquals(Optional.empty(), plan.checks().get(0).expected());
        assertEquals(4, plan.nodes());
        assertTrue(text().contains("run one case first"), text());
        assertTrue(text().contains("2 at a time, up to 2048 MiB of memory each"), text());
    }

    @Test
    @DisplayName("is refused where the run would be, and counts the runs that --overwrite deletes as missing")
    void otherResults() throws IOException {
        ResultFiles.write(
                new ResultLayout(folder).run(trial("0.5", 1).name()),
                new RunFile.Builder("web")
                        .parameters(trial("0.5", 1).parameters())
                        .document(trial("0.5", 1).text().replace("count: 1000", "count: 2000"))
                        .build());

        UserError refused = assertThrows(UserError.class, this::plan);
        assertTrue(
                refused.getMessage().endsWith("traffic.web.requests.count is 2000 there and 1000 here"),
                refused::getMessage);
        assertEquals(8, plan(ExistingRuns.Policy.OVERWRITE).missing());
    }

    /** 53 % of its flows have at most 80,000 bytes, 60 % at most 200,000, and between them 54.3 % less than 100 KiB. */
    @Test
    @DisplayName("tells from the distribution of sizes how many flows are behind a percentile")
    void flowsBeforeARun() {
        PlannedCheck check = plan().checks().get(0);
        assertEquals(543, check.flows().orElseThrow(), 1);
        assertFalse(check.hasTooFewFlows());
        assertEquals(OptionalDouble.empty(), plan().checks().get(1).flows());
    }

    @Test
    @DisplayName("takes time and spread from runs that are there")
    void fromRuns() throws IOException {
        write(trial("0.5", 1), 300, 1010);
        assertEquals(OptionalInt.empty(), plan().checks().get(0).needed());
        write(trial("0.5", 2), 400, 1090);
        write(trial("0.8", 1), 500, 2000);
        PlannedCheck check = plan().checks().get(0);
        // Mean 1050 and deviation 56.57: the interval is narrower than 50 on either side from 8 values on,
        // 2.365 * 56.57 / sqrt(8) = 47.3; with 7 it is 2.447 * 56.57 / sqrt(7) = 52.3.
        assertEquals(OptionalInt.of(8), check.needed());
        // Of the four that are planned: 3.182 * 56.57 / sqrt(4) = 90.0.
        assertEquals(90.0, check.expected().orElseThrow().halfWidth(), 0.1);
        assertTrue(text().contains("1050.0 ± 90.0"), text());
        assertEquals(4, check.repetitions());
        assertEquals(2, check.measured());
        assertEquals(OptionalDouble.of(350), check.flows());
        assertTrue(check.hasTooFewFlows());
        assertEquals(OptionalDouble.empty(), plan().checks().get(1).flows());
        assertTrue(text().contains("about 12 s a run, 36 s for what is missing"), text());
        assertTrue(text().contains("350 !"), text());
    }

    /** The least n for which n p + 1.96 sqrt(n p (1 - p)) is at most n, for p = 0.99. */
    @Test
    @DisplayName("wants 381 flows behind a 99th percentile")
    void leastFlows() throws IOException {
        assertEquals(381, PlannedCheck.LEAST_FLOWS);
        write(trial("0.5", 1), 381, 1010);
        assertFalse(plan().checks().get(0).hasTooFewFlows());
    }
}
