// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.result.CheckResult;
import org.mqecn.result.CheckStatus;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityReason;
import org.mqecn.result.ValidityRule;
import org.mqecn.value.UserError;

@DisplayName("The experiment runner")
final class ExperimentRunnerTest {
    private static final String TEXT =
            """
            scenario: two
            testbed: {star: {hosts: 3, rate: 995mbit}}
            traffic: {one: {flows: {from: h2, to: h1}}}
            measure: {port: h1, duration: 600ms}
            vary: {count: {set: traffic.one.flows.count, values: [1, 2, 3, 9]}}
            checks:
              - {metric: srtt_avg_us, where: {count: 1}, paper: 100, tolerance: 10%}
              - {metric: srtt_avg_us, where: {count: 2}, baseline: {count: 1}, paper: +90%, tolerance: 20%}
              - {metric: srtt_avg_us, where: {count: 9}, paper: 1, tolerance: 1%}
            """;

    @TempDir
    private Path out;

    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

    /** Nine flows are not run, although a check needs them. */
    private static Scenario scenario(String text) {
        return ScenarioFile.of(
                        "two.yaml",
                        text,
                        List.of(),
                        new ScenarioOverrides(Map.of("count", "[1, 2, 3]"), false, OptionalInt.empty()))
                .scenario();
    }

    /** Every run has an RTT of 100 us for each flow. */
    private RunFile measured(ScenarioCase subject, RunFault... faults) {
        ran.add(subject.name());
        return new RunFile.Builder(subject.scenario())
                .document(subject.text())
                .faults(List.of(faults))
                .metrics(Map.of(
                        "srtt_avg_us",
                        100.0 * Integer.parseInt(subject.parameters().get("count"))))
                .build();
    }

    private interface Act {
        RunFile run(ScenarioCase subject) throws Exception;
    }

    private ExperimentSummary run(String text, Act act) throws IOException {
        return runner(text, "here", 2, act).run();
    }

    private ExperimentRunner<ScenarioCase> runner(String text, String place, int jobs, Act act) {
        return new ExperimentRunner<>(
                scenario(text).experiment(),
                "mqecn run two",
                out,
                new Backend<ScenarioCase>() {
                    @Override
                    public String environment() {
                        return place;
                    }

                    @Override
                    public RunFile run(ScenarioCase subject) throws Exception {
                        return act.run(subject);
                    }
                },
                jobs,
                progress::add);
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    }

    @Test
    void runsEachCaseAndHoldsItToTheChecks() throws IOException {
        ExperimentSummary outcome = run(TEXT, subject -> measured(subject));

        assertEquals(List.of("1_1", "2_1", "3_1"), ran.stream().sorted().toList());
        assertEquals(
                List.of(CheckStatus.PASSED, CheckStatus.PASSED, CheckStatus.NOT_RUN),
                outcome.checks().stream().map(CheckResult::status).toList());
        assertTrue(outcome.passes() && outcome.isValid());
        assertEquals(3, progress.size());
        try (Stream<Path> files = Files.walk(out)) {
            assertEquals(
                    List.of("runs", "runs/1_1.json", "runs/2_1.json", "runs/3_1.json", "scenario.yaml", "summary.json"),
                    files.skip(1)
                            .map(file -> out.relativize(file).toString())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void saysWhereResultsCannotBe() throws IOException {
        Files.writeString(out.resolve("runs"), "in the way");
        UserError error = assertThrows(UserError.class, () -> run(TEXT, subject -> measured(subject)));
        assertTrue(error.getMessage().startsWith("cannot make the folder " + out + " for results: "));
        assertEquals("name another one: --out DIR", error.remedy());
    }

    @Test
    void tellsOfWhateverEndsARun() throws IOException {
        ExperimentSummary outcome = run(TEXT, subject -> {
            throw new NoClassDefFoundError("replaced meanwhile");
        });

        assertEquals(3, outcome.failures().size());
        assertFalse(outcome.isValid());
    }

    @Test
    void goesOnWhereItWas() throws IOException {
        ExperimentSummary broken = run(TEXT, subject -> {
            if (subject.name().equals("2_1")) {
                throw new UserError("the guest ended", "");
            }
            return measured(subject);
        });
        assertEquals(Map.of("2_1", "the guest ended"), broken.failures());
        assertFalse(broken.isValid());
        ran.clear();

        assertTrue(run(TEXT, subject -> measured(subject)).isValid());
        assertEquals(List.of("2_1"), ran);
    }

    @Test
    void runsAgainWhatIsOfAnotherDocument() throws IOException {
        run(TEXT, subject -> measured(subject));
        ran.clear();

        run(TEXT.replace("600ms", "700ms"), subject -> measured(subject));
        assertEquals(List.of("1_1", "2_1", "3_1"), ran.stream().sorted().toList());
    }

    @Test
    void takesNoValueOfARunThatDoesNotCount() throws IOException {
        ExperimentSummary outcome = run(TEXT, subject -> withFault(subject, ValidityRule.REQUIRE));

        assertFalse(outcome.isValid());
        assertEquals(List.of("invalid run 1_1: not-dctcp: reno"), outcome.problems());
        assertEquals(CheckStatus.FAILED, outcome.checks().get(0).status());
    }

    @Test
    void takesTheValueOfARunWithAReportedFaultAndSaysSo() throws IOException {
        ExperimentSummary outcome = run(TEXT, subject -> withFault(subject, ValidityRule.REPORT));

        assertTrue(outcome.isValid() && outcome.passes());
        assertEquals(List.of("† run 1_1: not-dctcp: reno"), outcome.notes());
        assertEquals(
                List.of(List.of(ValidityReason.NOT_DCTCP), List.of(ValidityReason.NOT_DCTCP), List.of()),
                outcome.checks().stream().map(CheckResult::reported).toList());
        assertTrue(progress.stream().anyMatch(line -> line.contains("; † not-dctcp: reno")), progress.toString());
    }

    @Test
    void saysNothingOfAnIgnoredFault() throws IOException {
        ExperimentSummary outcome = run(TEXT, subject -> withFault(subject, ValidityRule.IGNORE));

        assertTrue(outcome.isValid() && outcome.passes());
        assertEquals(List.of(), outcome.notes());
        assertTrue(progress.stream().noneMatch(line -> line.contains("reno")), progress.toString());
    }

    /** The first case has a fault. */
    private RunFile withFault(ScenarioCase subject, ValidityRule rule) {
        return subject.name().equals("1_1")
                ? measured(subject, new RunFault(ValidityReason.NOT_DCTCP, rule, "reno"))
                : measured(subject);
    }

    @Test
    void runsAgainWhatWasMadeInAnotherPlace() throws IOException {
        run(TEXT, subject -> measured(subject));
        ran.clear();

        runner(TEXT, "there", 2, subject -> measured(subject)).run();
        assertEquals(List.of("1_1", "2_1", "3_1"), ran.stream().sorted().toList());
    }

    @Test
    void keepsWhatHasRunWhereItIsStopped() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        List<String> begun = new ArrayList<>();
        ExperimentRunner<ScenarioCase> experimentRunner = runner(TEXT, "here", 1, subject -> {
            begun.add(subject.name());
            if (begun.size() == 2) {
                second.countDown();
                Thread.sleep(60_000);
            }
            return measured(subject);
        });
        FutureTask<ExperimentSummary> running = new FutureTask<>(experimentRunner::run);
        new Thread(running).start();
        second.await();
        experimentRunner.stop();

        assertEquals(
                "interrupted",
                assertThrows(ExecutionException.class, running::get).getCause().getMessage());
        assertEquals(2, begun.size());
        JsonNode summary = summary();
        assertEquals(3, summary.path("planned").asInt());
        assertEquals("[\"" + begun.get(0) + "\"]", summary.path("runs").toString());
        assertEquals("{}", summary.path("failures").toString());
        assertEquals(
                "its cases have not run yet",
                summary.path("checks").path(1).path("explanation").asText());
        assertEquals("not run", summary.path("checks").path(1).path("status").asText());
        assertTrue(run(TEXT, subject -> measured(subject)).isValid());
        assertEquals(3, ran.size());
    }

    @Test
    void tellsWhatWasTyped() throws IOException {
        run(TEXT, subject -> measured(subject));

        assertEquals("mqecn run two", summary().path("command").asText());
    }
}
