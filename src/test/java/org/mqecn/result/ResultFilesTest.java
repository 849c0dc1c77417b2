// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.schema.Problem;
import org.mqecn.value.UserError;

@DisplayName("Result files")
class ResultFilesTest {
    static final RunFile RUN = new RunFile.Builder("small")
            .title("A small one")
            .paper(new PaperReference("A paper, Figure 1", ""))
            .parameters(Map.of("scheme", "mq-ecn"))
            .seed(7)
            .document("scenario: small\n")
            .versions(Map.of("mqecn", "0.1.0"))
            .configuration(Map.of("s1:h1", Map.of("ecn_scheme", "per-port", "queues", List.of(Map.of("queue", 0)))))
            .faults(List.of(RunFault.required(ValidityReason.NOT_DCTCP, "long: h2 runs reno, not DCTCP")))
            .window(300_000, 900_000)
            .metrics(Map.of("rtt_avg_us", 441.123456))
            .flows(List.of(
                    new FlowRow(10, 2_000, 1000, "web", 0, 8, 0, 3, true),
                    new FlowRow(20, 3_000, 2000, "web", 1, 0, 1, 0, false)))
            .rtt(List.of(RttSeries.ofProbes("ping", 8, new double[] {100, 250.12345, 0.001})))
            .srtt(List.of(RttSeries.ofSmoothed("long", new double[] {500})))
            .queues("s1:h1", List.of(new QueueRow(0, 0, 0, 32_000L, 0L, 0), new QueueRow(200, 1, 1538, null, null, 2)))
            .cpuCores(List.of(0.25))
            .build()
            .withHeader(new RunHeader("2026-01-01T00:00:00Z", 2.5, "Linux", "guest", "0123456789ab", 0.5, "17.0.15"));
    static final ExperimentSummary SUMMARY = new ExperimentSummary(
            ResultFiles.FORMAT,
            "mqecn run small",
            "small",
            "A small one",
            new PaperReference("A paper", "https://example.org"),
            2,
            List.of("mq-ecn_1"),
            List.of(new FaultyRun("mq-ecn_1", List.of(RunFault.required(ValidityReason.NOT_DCTCP, "no DCTCP")))),
            List.of(new FaultyRun(
                    "mq-ecn_2",
                    List.of(
                            new RunFault(ValidityReason.MISSING_SAMPLES, ValidityRule.IGNORE, "3 of 5"),
                            new RunFault(ValidityReason.PORT_NOT_SATURATED, ValidityRule.REPORT, "88 of 100 Mbit/s")))),
            Map.of("red_1", "the guest did not start"),
            List.of(
                    new CheckResult(
                            "rtt_avg_us",
                            Map.of("scheme", "mq-ecn"),
                            Map.of("scheme", "red"),
                            "-72.8%",
                            "",
                            "10%",
                            -70.1,
                            new MetricInterval(-75.0, -65.2, 3),
                            CheckStatus.PASSED,
                            "2.7 percentage points from the paper's",
                            List.of(ValidityReason.PORT_NOT_SATURATED),
                            "a note"),
                    new CheckResult(
                            "timeouts",
                            Map.of(),
                            Map.of(),
                            "",
                            "up",
                            "",
                            null,
                            null,
                            CheckStatus.NOT_RUN,
                            "",
                            List.of(),
                            "")));

    @TempDir
    private Path folder;

    private Path written(RunFile run) throws IOException {
        Path file = folder.resolve("run.json");
        ResultFiles.write(file, run);
        return file;
    }

    @Test
    @DisplayName("can be read back")
    void roundTrip() throws IOException {
        Path file = written(RUN);
        RunFile read = ResultFiles.readRun(file);
        assertEquals(RUN.flows(), read.flows());
        assertEquals(RUN.queues(), read.queues());
        assertEquals(RUN.configuration(), read.configuration());
        assertEquals(RUN.header(), read.header());
        assertEquals(Map.of("rtt_avg_us", 441.1235), read.metrics());
        assertArrayEquals(new double[] {100, 250.1235, 0.001}, read.rtt().get(0).samplesUs());
        assertTrue(read.marksPerPort("s1:h1") && !read.valid());
        String text = Files.readString(file);
        ResultFiles.write(file, read);
        assertEquals(text, Files.readString(file));

        Path summary = folder.resolve("summary.json");
        ResultFiles.write(summary, SUMMARY);
        assertEquals(SUMMARY, ResultFiles.readSummary(summary));
        assertEquals(ResultFiles.toJson(SUMMARY) + "\n", Files.readString(summary));
    }

    @Test
    @DisplayName("have one line per field and per table row")
    void lines() throws IOException {
        List<String> lines = Files.readAllLines(written(RUN));
        assertTrue(lines.contains("\"scenario\":\"small\","), () -> String.join("\n", lines));
        assertTrue(lines.contains("[10,2000,1000,\"web\",0,8,0,3,true],"));
        assertTrue(lines.contains("[200,1,1538,null,null,2]]},"));
        assertTrue(lines.contains("\"rtt\":[{\"traffic\":\"ping\",\"dscp\":8,\"samples_us\":[100,250.1235,0.001]}],"));
    }

    @Test
    @DisplayName("have faults with the name of their reason and what follows from it")
    void faults() throws IOException {
        assertTrue(
                Files.readString(written(RUN))
                        .contains(
                                "{\"reason\":\"not-dctcp\",\"rule\":\"require\",\"explanation\":\"long: h2 runs reno, not DCTCP\"}"));
        assertEquals(List.of("† run mq-ecn_2: port-not-saturated: 88 of 100 Mbit/s"), SUMMARY.notes());
        assertTrue(SUMMARY.problems().contains("invalid run mq-ecn_1: not-dctcp: no DCTCP"));
    }

    @Test
    @DisplayName("are valid unless a fault is required not to be there")
    void validity() {
        for (ValidityRule rule : ValidityRule.values()) {
            RunFile run = new RunFile.Builder("small")
                    .faults(List.of(new RunFault(ValidityReason.GSO_PACKETS, rule, "3 samples")))
                    .build();
            assertEquals(rule != ValidityRule.REQUIRE, run.valid(), rule.key());
            assertEquals(rule == ValidityRule.REPORT, run.isReported(), rule.key());
        }
    }

    @Test
    @DisplayName("have no parts that a run does not have")
    void absentParts() throws IOException {
        String text = Files.readString(written(new RunFile.Builder("small").build()));
        for (String field :
                List.of("header", "title", "paper", "window", "flows", "rtt", "srtt", "queues", "cpu_cores")) {
            assertTrue(!text.contains("\"" + field + "\""), text);
        }
        assertEquals(List.of(), ResultFiles.readRun(folder.resolve("run.json")).flowRows());
    }

    @Test
    @DisplayName("of another format are rejected")
    void otherFormat() throws IOException {
        Path file = written(RUN);
        Files.writeString(file, Files.readString(file).replace("\"format\":3", "\"format\":1"));
        UserError error = assertThrows(UserError.class, () -> ResultFiles.readRun(file));
        assertEquals(file + " has format 1; this version of mqecn reads format 3", error.getMessage());
        assertTrue(error.remedy().startsWith("delete it and let 'mqecn run' make it again"), error.remedy());
    }

    @Test
    @DisplayName("that are malformed are rejected with a reason")
    void noResult() throws IOException {
        Path file = folder.resolve("run.json");
        assertTrue(refusal(file, "{}").endsWith("is not a run file: it has no field 'format'"));
        assertTrue(refusal(file, "[]").endsWith("is not a run file: it has no field 'format'"));
        assertTrue(refusal(file, "").endsWith("is not a run file: it has no field 'format'"));
        String whole = Files.readString(written(RUN));
        assertTrue(refusal(file, whole.substring(0, whole.length() / 2)).contains("the file ends too early"));
        assertTrue(refusal(file, whole.replace("\"seed\":7", "\"seed\":07")).contains("not valid JSON"));
        assertTrue(refusal(file, whole.replace("\"seed\":7", "\"seed\":\"7\""))
                .endsWith("seed: '7' is not of type integer"));
        assertTrue(refusal(file, whole.replace("[10,2000,", "[10,")).endsWith("flows.rows.0: 8 values, not 9"));
        assertTrue(refusal(file, whole.replace("\"delivered_ce\"", "\"marks\"")).contains("columns are [start_ns, "));
        assertTrue(refusal(file, whole.replace("\"metrics\"", "\"metrix\""))
                .matches("(?s).*the field 'metrics' is missing"));
    }

    @Test
    @DisplayName("are validated: each problem has its line")
    void problems() throws IOException {
        Path file = written(RUN);
        assertEquals(List.of(), ResultFiles.problems(file));
        assertEquals("invalid run of scenario small, mq-ecn, seed 7", ResultFiles.summarize(file));
        Path summary = folder.resolve("summary.json");
        ResultFiles.write(summary, SUMMARY);
        assertEquals(List.of(), ResultFiles.problems(summary));
        assertEquals("summary of scenario small, 1 of 2 runs", ResultFiles.summarize(summary));

        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"seed\":7", "\"seed\":null,\n\"surprise\":1")
                        .replace("\"rtt_avg_us\":441.1235", "\"rtt_avg_us\":\"NaN\""));
        assertEquals(
                List.of("seed: no value", "surprise: unknown field", "metrics.rtt_avg_us: 'NaN' is not of type number"),
                ResultFiles.problems(file).stream().map(Problem::failure).toList());
        List<String> lines = Files.readAllLines(file);
        for (Problem problem : ResultFiles.problems(file)) {
            assertTrue(
                    lines.get(problem.location().line() - 1)
                            .contains(problem.failure().replaceAll("^(.*\\.)?(\\w+):.*", "\"$2\"")),
                    problem.message());
        }
    }

    private static String refusal(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return assertThrows(UserError.class, () -> ResultFiles.readRun(file)).getMessage();
    }
}
