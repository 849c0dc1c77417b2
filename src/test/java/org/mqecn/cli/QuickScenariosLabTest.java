// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.result.CheckResult;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.Metric;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;

/**
 * The quick version of each bundled scenario. Scenarios of long flows have to pass their checks. Scenarios of requests are
 * too small for the paper's values in their quick version: their metrics have to be near recorded ones of the same seed,
 * as have those of scenarios with a check that may fail.
 * {@code -Dmqecn.golden=write} records.
 *
 * <p>{@code make test} runs one scenario of each kind, and mq-fig6 with the README; {@code make test-long} the others.
 */
@Tag("lab")
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The quick version of a scenario")
final class QuickScenariosLabTest {
    private static final Path RECORDED = Path.of("src/test/resources/org/mqecn/cli/quick");
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * What differs from the paper with the paper's parameters: docs/results.md says how much, and why if that is known. Some
     * of it is about as much as the checks allow, so that they fail in most builds and not in all; what counts is that the
     * metrics stay near the recorded ones.
     */
    private static final Map<String, Set<String>> MAY_FAIL = Map.of(
            "mq-fig1", Set.of("rtt_avg_us of {queues=1}", "rtt_p99_us of {queues=1}"),
            "tcn-sp", Set.of("rtt_avg_us of {scheme=tcn}", "rtt_p99_us of {scheme=tcn}"),
            "tcn-rate", Set.of("threshold_bytes of {}", "threshold_settling_us of {}"));

    /** A change that moves packets by nanoseconds changes means of some hundred flows by so many percent. */
    private static final double MEAN_TOLERANCE = 15;
    /** The same of 99th percentiles of RTT, which have thousands of samples, and of rare events. */
    private static final double TAIL_TOLERANCE = 50;
    /** The same of the FCT of small flows: some 250 flows, of which one timeout more or less moves the mean. */
    private static final double SMALL_FCT_TOLERANCE = 100;
    /**
     * The same of their 99th percentile. It is the third longest FCT, and so a number of timeouts: builds differed by a
     * factor of 2.6 with one seed.
     */
    private static final double SMALL_FCT_P99_FACTOR = 4;

    private static final String SMALL_FCT_P99 = "fct_small_p99_us";

    /** Percentage points by which a change relative to a baseline may have the wrong sign. */
    private static final double DIRECTION_TOLERANCE = 10;
    /** Events by which a count may differ in any case. */
    private static final double COUNT_TOLERANCE = 20;

    /** Long flows with one queue; requests in the schemes of both papers, with priorities, and with eiffel; a rate; a start. */
    private static final List<String> ONE_OF_EACH_KIND =
            List.of("eiffel-srpt", "mq-fig1", "mq-fig8", "tcn-fig3", "tcn-rate", "tcn-sp");

    /** What a run of the command gave. */
    record RecordedScenario(String command, String date, Map<String, Map<String, Double>> runs) {}

    @TempDir
    private Path out;

    static List<String> oneOfEachKind() {
        return ONE_OF_EACH_KIND;
    }

    static List<String> others() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .filter(name -> !ONE_OF_EACH_KIND.contains(name))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    @DisplayName("passes its checks, or has the recorded metrics if it is a workload")
    void hasExpectedResults(String name) throws IOException {
        assertExpectedResults(name);
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("long")
    @DisplayName("passes its checks, or has the recorded metrics if it is a workload: the others")
    void othersHaveExpectedResults(String name) throws IOException {
        assertExpectedResults(name);
    }

    private void assertExpectedResults(String name) throws IOException {
        StringWriter messages = new StringWriter();
        int status = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(messages, true),
                "run",
                name,
                "--quick",
                "--out",
                out.toString());

        ResultLayout files = new ResultLayout(out);
        ExperimentSummary summary = ResultFiles.readSummary(files.summary());
        assertEquals(summary.planned(), summary.runs().size(), messages::toString);
        assertEquals(List.of(), summary.problems());
        Map<String, Map<String, Double>> runs = new TreeMap<>();
        for (String run : summary.runs()) {
            runs.put(run, new TreeMap<>(ResultFiles.readRun(files.run(run)).metrics()));
        }
        assertAllDocumented(runs);
        if (isWorkload(Files.readString(files.scenario()))) {
            assertNearRecorded(name, runs, metric -> !isOfFewFlows(metric));
            assertPapersDirections(summary);
        } else {
            Set<String> failed = failedChecks(summary);
            Set<String> mayFail = MAY_FAIL.getOrDefault(name, Set.of());
            assertTrue(mayFail.containsAll(failed), () -> failed + "\n" + messages);
            assertEquals(failed.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED, status);
            if (!mayFail.isEmpty()) {
                assertNearRecorded(name, runs, metric -> metric.startsWith("rtt_") || metric.equals("threshold_bytes"));
            }
        }
    }

    /** Requests that are drawn or listed. */
    private static boolean isWorkload(String scenario) {
        return scenario.contains("requests:") || scenario.contains("replay:");
    }

    /** A watermark, which one burst sets, or the FCT of one service of several, with some tens of flows. */
    private static boolean isOfFewFlows(String metric) {
        return metric.startsWith("watermark_") || metric.matches("fct_.*_\\d+_.*");
    }

    private static Set<String> failedChecks(ExperimentSummary summary) {
        return Set.copyOf(summary.checks().stream()
                .filter(CheckResult::failed)
                .map(check -> check.metric() + " of " + check.where())
                .toList());
    }

    private static void assertAllDocumented(Map<String, Map<String, Double>> runs) {
        assertEquals(
                List.of(),
                runs.values().stream()
                        .flatMap(metrics -> metrics.keySet().stream())
                        .filter(metric -> Metric.find(metric).isEmpty())
                        .distinct()
                        .toList(),
                "metrics that docs/run-format.md does not list");
    }

    private static void assertNearRecorded(
            String name, Map<String, Map<String, Double>> runs, Predicate<String> isJudged) throws IOException {
        Path file = RECORDED.resolve(name + ".json");
        if ("write".equals(System.getProperty("mqecn.golden"))) {
            Files.createDirectories(RECORDED);
            Files.writeString(
                    file,
                    JSON.writeValueAsString(new RecordedScenario(
                                    "mqecn run " + name + " --quick",
                                    LocalDate.now(ZoneOffset.UTC).toString(),
                                    runs))
                            + "\n");
        }
        RecordedScenario recorded = JSON.readValue(file.toFile(), RecordedScenario.class);
        assertEquals(recorded.runs().keySet(), runs.keySet());
        List<String> deviations = new ArrayList<>();
        recorded.runs().forEach((run, metrics) -> {
            assertTrue(runs.get(run).keySet().containsAll(metrics.keySet()), () -> run + " lacks recorded metrics");
            metrics.forEach((metric, expected) -> {
                double measured = runs.get(run).get(metric);
                if (isJudged.test(metric) && !isNear(metric, measured, expected)) {
                    deviations.add(run + ": " + metric + " " + measured + ", recorded " + expected);
                }
            });
        });
        assertEquals(List.of(), deviations);
    }

    /** A scheme that no longer helps, or that harms, has to fail, whatever the spread of single metrics. */
    private static void assertPapersDirections(ExperimentSummary summary) {
        assertEquals(
                List.of(),
                summary.checks().stream()
                        .filter(CheckResult::isRelative)
                        .filter(check -> check.measured() != null) // The quick version leaves cases out.
                        .filter(check -> check.measured() * expectedSign(check) < -directionTolerance(check))
                        .map(CheckResult::toString)
                        .toList());
    }

    private static double directionTolerance(CheckResult check) {
        return check.metric().equals(SMALL_FCT_P99) ? SMALL_FCT_TOLERANCE : DIRECTION_TOLERANCE;
    }

    /** Zero if the paper has no change. */
    private static double expectedSign(CheckResult check) {
        return check.direction().isEmpty()
                ? Math.signum(Double.parseDouble(check.paper().replace("%", "")))
                : check.direction().equals("up") ? 1 : -1;
    }

    private static boolean isNear(String metric, double measured, double expected) {
        return metric.equals(SMALL_FCT_P99)
                ? measured < expected * SMALL_FCT_P99_FACTOR && measured > expected / SMALL_FCT_P99_FACTOR
                : Math.abs(measured - expected) <= tolerance(metric, expected);
    }

    private static double tolerance(String name, double expected) {
        if (name.startsWith("fct_small_")) {
            return expected * SMALL_FCT_TOLERANCE / 100;
        }
        return switch (Metric.find(name).orElseThrow()) {
            case FLOWS_MEASURED -> 0;
            case DROPPED_PACKETS, RETRANSMITTED_SEGMENTS, TIMEOUTS, MARKED_PACKETS ->
                COUNT_TOLERANCE + expected * TAIL_TOLERANCE / 100;
            case FCT_P99, RTT_P99, SRTT_P99, RTT_OF_TRAFFIC_P99 -> expected * TAIL_TOLERANCE / 100;
            default -> expected * MEAN_TOLERANCE / 100;
        };
    }
}
