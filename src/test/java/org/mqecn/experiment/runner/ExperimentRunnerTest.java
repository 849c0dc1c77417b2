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
import java.nio.file.attribute.BasicFileAttributes;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.experiment.engine.Backend;
import org.mqecn.experiment.engine.LocalEngine;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.host.FileTrees;
import org.mqecn.result.CheckResult;
import org.mqecn.result.CheckStatus;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RttSeries;
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
        return scenario(text, "[1, 2, 3]", OptionalInt.empty());
    }

    private static Scenario scenario(String text, String counts, OptionalInt seed) {
        return ScenarioFile.of("two.yaml", text, List.of(), new ScenarioOverrides(Map.of("count", counts), false, seed))
                .scenario();
    }

    /** Every run has an RTT of 100 us for each flow. */
    private RunFile measured(ScenarioCase subject, RunFault... faults) {
        ran.add(subject.name());
        return new RunFile.Builder(subject.scenario())
                .parameters(subject.parameters())
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
        return run(text, ExistingRuns.Policy.REFUSE, act);
    }

    private ExperimentSummary run(String text, ExistingRuns.Policy policy, Act act) throws IOException {
        return run(scenario(text), policy, "here", act);
    }

    private ExperimentSummary run(Scenario scenario, ExistingRuns.Policy policy, String place, Act act)
            throws IOException {
        try (LockedResults results = LockedResults.open(out)) {
            return runner(scenario, results, policy, place, 2, act).run();
        }
    }

    private ExperimentRunner<ScenarioCase> runner(
            Scenario scenario, LockedResults results, ExistingRuns.Policy policy, String place, int jobs, Act act) {
        return runner(scenario, results, policy, place, Shard.WHOLE, jobs, act);
    }

    private ExperimentRunner<ScenarioCase> runner(
            Scenario scenario,
            LockedResults results,
            ExistingRuns.Policy policy,
            String place,
            Shard shard,
            int jobs,
            Act act) {
        return new ExperimentRunner<>(
                scenario.experiment(),
                "mqecn run two",
                results,
                policy,
                new LocalEngine<>(
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
                        jobs),
                shard,
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
                    List.of(
                            ".lock",
                            "runs",
                            "runs/1_1.json",
                            "runs/2_1.json",
                            "runs/3_1.json",
                            "scenario.yaml",
                            "summary.json"),
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

    private UserError refusal(Scenario scenario, ExistingRuns.Policy policy, String place) throws IOException {
        List<String> before = contents();
        ran.clear();
        UserError error =
                assertThrows(UserError.class, () -> run(scenario, policy, place, subject -> measured(subject)));
        assertEquals(List.of(), ran);
        assertEquals(before, contents());
        assertTrue(error.isUsage());
        return error;
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : FileTrees.find(out, name -> true)) {
            contents.add(file + ": " + Files.readString(file));
        }
        return contents;
    }

    private void assertRefused(Scenario scenario, String place, String difference) throws IOException {
        UserError error = refusal(scenario, ExistingRuns.Policy.REFUSE, place);
        assertEquals(out + " has results of another experiment: " + difference, error.getMessage());
        assertTrue(
                error.remedy().startsWith("name another folder with --out DIR, delete these results with --overwrite"));
    }

    @Test
    void refusesResultsOfAnotherExperimentAndSaysWhatDiffers() throws IOException {
        run(TEXT, subject -> measured(subject));

        assertRefused(
                scenario(TEXT.replace("600ms", "700ms")), "here", "measure.duration is 600ms there and 700ms here");
        assertRefused(scenario(TEXT, "[1, 2, 3]", OptionalInt.of(2)), "here", "seed is 1 there and 2 here");
        assertRefused(
                scenario(TEXT.replace("scenario: two", "scenario: other")),
                "here",
                "the scenario is two there and other here");
        assertRefused(scenario(TEXT), "there", "it ran in 'here', not in 'there'");
        assertRefused(
                scenario(TEXT, "[1, 2]", OptionalInt.empty()),
                "here",
                "vary.count.values is [1, 2, 3] there and [1, 2] here");
    }

    @Test
    void takesTheDefaultSeedAndTheSameSeedAsTheSame() throws IOException {
        run(TEXT, subject -> measured(subject));
        ran.clear();

        run(
                scenario(TEXT, "[1, 2, 3]", OptionalInt.of(1)),
                ExistingRuns.Policy.REFUSE,
                "here",
                subject -> measured(subject));
        assertEquals(List.of(), ran);
    }

    @Test
    void extendsAnExperimentByMoreCases() throws IOException {
        run(
                scenario(TEXT, "[2]", OptionalInt.empty()),
                ExistingRuns.Policy.REFUSE,
                "here",
                subject -> measured(subject));
        ran.clear();

        run(TEXT, subject -> measured(subject));
        assertEquals(List.of("1_1", "3_1"), ran.stream().sorted().toList());
    }

    @Test
    void addsToOtherResultsWithoutLosingThem() throws IOException {
        run(
                scenario(TEXT, "[1]", OptionalInt.empty()),
                ExistingRuns.Policy.REFUSE,
                "here",
                subject -> measured(subject));
        Scenario other = scenario(TEXT, "[2]", OptionalInt.empty());
        ExperimentSummary both = run(other, ExistingRuns.Policy.ADD, "here", subject -> measured(subject));

        assertEquals(List.of("1_1", "2_1"), both.runs());
        assertEquals(2, both.planned());
        assertEquals(CheckStatus.PASSED, both.checks().get(1).status(), "its cases are of both experiments");
        UserError error = refusal(scenario(TEXT, "[1]", OptionalInt.of(2)), ExistingRuns.Policy.ADD, "here");
        assertTrue(error.getMessage().endsWith("seed is 1 there and 2 here"), error.getMessage());
        assertTrue(error.remedy().contains("--add cannot keep them"), error.remedy());
    }

    @Test
    void startsOverAndDeletesNothingButResults() throws IOException {
        run(TEXT, subject -> measured(subject));
        Path note = Files.writeString(out.resolve("note"), "mine");
        ran.clear();

        Scenario other = scenario(TEXT, "[1]", OptionalInt.of(2));
        ExperimentSummary outcome = run(other, ExistingRuns.Policy.OVERWRITE, "here", subject -> measured(subject));
        assertEquals(List.of("1_1"), outcome.runs());
        assertFalse(Files.exists(out.resolve("runs/2_1.json")));
        assertTrue(Files.exists(note));
    }

    @Test
    void doesNotReplaceARunThatCannotBeRead() throws IOException {
        run(TEXT, subject -> measured(subject));
        Files.writeString(out.resolve("runs/1_1.json"), "{");

        UserError error = assertThrows(UserError.class, () -> run(TEXT, subject -> measured(subject)));
        assertTrue(error.getMessage().startsWith(out.resolve("runs/1_1.json") + " is not a run file"));
        assertEquals("{", Files.readString(out.resolve("runs/1_1.json")));
    }

    @Test
    void isAloneInItsFolder() throws IOException {
        try (LockedResults first = LockedResults.open(out)) {
            assertEquals(out, first.layout().folder());
            UserError error = assertThrows(UserError.class, () -> LockedResults.open(out));
            assertEquals("another process is writing results to " + out, error.getMessage());
            assertFalse(error.isUsage());
        }
        LockedResults.open(out).close();
    }

    @Test
    void takesNoValueOfARunThatDoesNotCount() throws IOException {
        ExperimentSummary outcome = run(TEXT, subject -> withFault(subject, ValidityRule.REQUIRE));

        assertFalse(outcome.isValid());
        assertEquals(List.of("invalid run 1_1: not-dctcp: reno"), outcome.problems());
        assertEquals(CheckStatus.FAILED, outcome.checks().get(0).status());
    }

    /** One flow has 90, 100 and 110 us: 100 ± 25. A second one has the same noise, so that the change is exact. */
    @Test
    @DisplayName("judges checks by the confidence interval over repetitions, and changes within a repetition")
    void intervals() throws IOException {
        String text = TEXT.replace(
                "checks:",
                "repetitions: 3\nchecks:\n  - {metric: srtt_avg_us, where: {count: 1},"
                        + " paper: 100, tolerance: 40%}\n  - {metric: srtt_avg_us, where: {count: 1}, paper: 160, tolerance: 10%}");
        ExperimentSummary outcome = run(text, subject -> {
            RunFile run = measured(subject);
            return new RunFile.Builder(run.scenario())
                    .parameters(run.parameters())
                    .repetition(subject.repetition())
                    .document(run.document())
                    .metrics(Map.of(
                            "srtt_avg_us", run.metrics().get("srtt_avg_us") * (0.8 + 0.1 * subject.repetition())))
                    .build();
        });

        assertEquals(
                List.of(
                        CheckStatus.PASSED,
                        CheckStatus.FAILED,
                        CheckStatus.INCONCLUSIVE,
                        CheckStatus.PASSED,
                        CheckStatus.NOT_RUN),
                outcome.checks().stream().map(CheckResult::status).toList());
        assertFalse(outcome.passes());
        assertEquals(75.16, outcome.checks().get(2).interval().from(), 0.01);
        assertEquals(100, outcome.checks().get(3).interval().to(), 1e-9);
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
    void keepsWhatHasRunWhereItIsStopped() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        List<String> begun = new ArrayList<>();
        LockedResults results = LockedResults.open(out);
        ExperimentRunner<ScenarioCase> experimentRunner =
                runner(scenario(TEXT), results, ExistingRuns.Policy.REFUSE, "here", 1, subject -> {
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
        results.close();

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

    private ExperimentSummary runShard(Path folder, Shard shard, String place, Act act) throws IOException {
        try (LockedResults results = LockedResults.open(folder)) {
            return runner(scenario(TEXT), results, ExistingRuns.Policy.REFUSE, place, shard, 1, act)
                    .run();
        }
    }

    private static ExperimentSummary merge(Path into, Path... folders) throws IOException {
        return merge(ResultsMerger.Content.WHOLE_RUNS, into, folders);
    }

    private static ExperimentSummary merge(ResultsMerger.Content content, Path into, Path... folders)
            throws IOException {
        ResultsMerger merger = ResultsMerger.of(List.of(folders), into, content);
        try (LockedResults results = LockedResults.open(into)) {
            return merger.write(results, "mqecn results merge");
        }
    }

    @Test
    @DisplayName("runs parts of an experiment, which are merged to what the whole would have been")
    void shards() throws IOException {
        Path whole = out.resolve("whole");
        ExperimentSummary expected = runShard(whole, Shard.WHOLE, "here", this::measured);
        Path first = out.resolve("first");
        Path second = out.resolve("second");
        ran.clear();
        assertEquals(
                List.of("1_1", "3_1"),
                runShard(first, Shard.parse("1/2"), "here", this::measured).runs());
        assertEquals(
                List.of("2_1"),
                runShard(second, Shard.parse("2/2"), "here", this::measured).runs());
        assertEquals(3, ran.size());

        Path merged = out.resolve("merged");
        ExperimentSummary summary = merge(merged, first, second, first);
        assertEquals(expected.runs(), summary.runs());
        assertEquals(expected.checks(), summary.checks());
        assertEquals(expected.planned(), summary.planned());
        assertEquals(
                ResultFiles.readRun(new ResultLayout(whole).run("2_1")).withHeader(null),
                ResultFiles.readRun(new ResultLayout(merged).run("2_1")).withHeader(null));
        assertEquals(summary.runs(), merge(merged, second).runs());

        ran.clear();
        assertEquals(
                summary.runs(),
                runShard(merged, Shard.WHOLE, "here", this::measured).runs());
        assertEquals(List.of(), ran);
    }

    @Test
    @DisplayName("merges metrics alone, and extends such an archive with those of more runs")
    void mergesMetrics() throws IOException {
        Path whole = out.resolve("whole");
        Path part = out.resolve("part");
        Path archive = out.resolve("archive");
        RttSeries rtts = new RttSeries("ping", 0, new double[] {100, 200});
        ExperimentSummary expected = runShard(whole, Shard.WHOLE, "here", subject -> withRtts(subject, rtts));
        runShard(part, Shard.parse("1/2"), "here", subject -> withRtts(subject, rtts));

        merge(ResultsMerger.Content.METRICS, archive, part);
        ExperimentSummary summary = merge(ResultsMerger.Content.METRICS, archive, whole);

        assertEquals(expected.runs(), summary.runs());
        assertEquals(expected.checks(), summary.checks());
        for (String name : summary.runs()) {
            RunFile run = ResultFiles.readRun(new ResultLayout(whole).run(name));
            RunFile archived = ResultFiles.readRun(new ResultLayout(archive).run(name));
            assertEquals(1, run.rtt().size());
            assertEquals(List.of(), archived.rtt());
            assertEquals(run.metrics(), archived.metrics());
            assertEquals(run.document(), archived.document());
        }
        assertThrows(UserError.class, () -> merge(archive, whole), "whole runs are not those of the archive");

        merge(ResultsMerger.Content.METRICS, whole, whole);
        for (String name : summary.runs()) {
            assertEquals(
                    1,
                    ResultFiles.readRun(new ResultLayout(whole).run(name)).rtt().size(),
                    "the runs of the folder itself stay");
        }
    }

    private RunFile withRtts(ScenarioCase subject, RttSeries rtts) {
        RunFile run = measured(subject);
        return new RunFile.Builder(run.scenario())
                .parameters(run.parameters())
                .document(run.document())
                .metrics(run.metrics())
                .rtt(List.of(rtts))
                .build();
    }

    @Test
    @DisplayName("does not merge contradicting runs, other experiments or other environments, and then writes nothing")
    void refusesToMerge() throws IOException {
        Path first = out.resolve("first");
        runShard(first, Shard.parse("1/2"), "here", this::measured);
        Path contradicting = out.resolve("contradicting");
        runShard(
                contradicting,
                Shard.WHOLE,
                "here",
                subject -> measured(subject, new RunFault(ValidityReason.FLOW_RATES, ValidityRule.REPORT, "late")));
        Path elsewhere = out.resolve("elsewhere");
        runShard(elsewhere, Shard.parse("2/2"), "there", this::measured);
        Path other = out.resolve("other");
        try (LockedResults results = LockedResults.open(other)) {
            runner(
                            scenario(TEXT.replace("995mbit", "99mbit")),
                            results,
                            ExistingRuns.Policy.REFUSE,
                            "here",
                            1,
                            this::measured)
                    .run();
        }
        for (Path folder : List.of(contradicting, elsewhere, other)) {
            Path merged = out.resolve("merged");
            String message = assertThrows(UserError.class, () -> merge(merged, first, folder))
                    .getMessage();
            assertTrue(message.contains(folder.toString()), message);
            assertFalse(Files.exists(merged), message);
        }
        assertThrows(UserError.class, () -> merge(out.resolve("merged"), out.resolve("nowhere")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3", ""})
    @DisplayName("refuses parts of no whole")
    void refusesShards(String text) {
        assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
    }

    @Test
    @DisplayName("does not rewrite a long summary for each of many runs that end one after the other")
    void manyRuns() throws IOException {
        Scenario scenario = scenario(TEXT.replace("vary:", "repetitions: 500\nvary:"), "[1]", OptionalInt.empty());
        List<Object> written = new ArrayList<>();
        Act act = subject -> {
            Object file = Files.readAttributes(out.resolve("summary.json"), BasicFileAttributes.class)
                    .fileKey();
            if (written.isEmpty() || !written.get(written.size() - 1).equals(file)) {
                written.add(file);
            }
            return measured(subject);
        };
        try (LockedResults results = LockedResults.open(out)) {
            runner(scenario, results, ExistingRuns.Policy.REFUSE, "here", 1, act)
                    .run();
        }
        assertTrue(written.size() < 250, written.size() + " times");
        assertEquals(500, summary().get("runs").size());
    }
}
