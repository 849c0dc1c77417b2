// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts {@code mqecn run}, and runs it again. */
@Tag("lab")
@DisplayName("An interrupted experiment")
final class InterruptedRunLabTest {
    private static final int LIMIT_S = 120;
    private static final String TEXT =
            """
            scenario: tiny
            testbed:
              star: {hosts: 2, rate: 100mbit, base-rtt: 1ms}
              defaults: {host: {congestion-control: dctcp}, link: {qdisc: {dwrr: {queues: 2, queue-thresh: 15k}}}}
            traffic: {long: {flows: {from: h2, to: h1}}}
            measure: {port: h1, duration: 200ms}
            vary: {long: {set: measure.duration, values: [200ms, 201ms, 202ms]}}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("tiny.yaml"), TEXT);
    }

    /** A test suite in the background ignores SIGINT, and its child processes inherit that. */
    private Process run() throws IOException {
        return new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        "cli/mqecn",
                        "run",
                        folder.resolve("tiny.yaml").toString(),
                        "--jobs",
                        "1",
                        "--out",
                        folder.resolve("out").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private int end(Process process) throws InterruptedException {
        assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), "it did not end");
        return process.exitValue();
    }

    private List<String> runs() throws IOException {
        Path runs = folder.resolve("out/runs");
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** Runs until one case is complete and the next guest has started. Returns the processes of the guest. */
    private List<ProcessHandle> runUntilTheSecond(Process process) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (runs().isEmpty() || process.descendants().count() < 2) {
            assertTrue(process.isAlive() && System.nanoTime() < limit, Files.readString(folder.resolve("output")));
            Thread.sleep(20);
        }
        return process.descendants().toList();
    }

    private void assertGone(List<ProcessHandle> guest) throws InterruptedException {
        for (int i = 0; i < 100 && guest.stream().anyMatch(ProcessHandle::isAlive); i++) {
            Thread.sleep(20);
        }
        assertEquals(List.of(), guest.stream().filter(ProcessHandle::isAlive).toList());
    }

    private void assertSummaryTellsOf(List<String> runs) throws IOException {
        JsonNode summary =
                new ObjectMapper().readTree(folder.resolve("out/summary.json").toFile());
        assertEquals(3, summary.path("planned").asInt());
        List<String> runFiles = new ArrayList<>();
        summary.path("runs").forEach(name -> runFiles.add(name.asText() + ".json"));
        assertEquals(runs, runFiles);
        assertEquals("{}", summary.path("failures").toString());
    }

    /** The guest of the first case is starting: its folder is in use while it is deleted. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    @DisplayName("says where its results are, and nothing of Java, if it has just begun")
    void interruptedEarly(String signal) throws Exception {
        for (int delayMs = 0; delayMs < 300; delayMs += 100) {
            Process process = run();
            while (process.isAlive() && process.descendants().count() < 2) {
                Thread.sleep(2);
            }
            Thread.sleep(delayMs);
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertEquals(signal.equals("INT") ? 130 : 143, end(process));
            String output = Files.readString(folder.resolve("output"));
            assertTrue(
                    output.contains(
                            "completed runs are kept in " + folder.resolve("out") + "; the same command resumes"),
                    output);
            assertTrue(output.lines().allMatch(line -> line.startsWith("mqecn: ")), output);
        }
    }

    @Test
    @DisplayName("keeps complete runs, ends its guest, and continues with the missing runs")
    void goesOn() throws Exception {
        Process first = run();
        List<ProcessHandle> guest = runUntilTheSecond(first);
        new ProcessBuilder("kill", "-INT", Long.toString(first.pid())).start().waitFor();

        assertEquals(130, end(first), Files.readString(folder.resolve("output")));
        assertGone(guest);
        List<String> afterInterrupt = runs();
        assertTrue(afterInterrupt.size() < 3, afterInterrupt.toString());
        assertSummaryTellsOf(afterInterrupt);

        Process second = run();
        List<ProcessHandle> other = runUntilTheSecond(second);
        second.destroyForcibly();
        end(second);
        assertGone(other);
        assertTrue(runs().containsAll(afterInterrupt));

        assertEquals(0, end(run()));
        String output = Files.readString(folder.resolve("output"));
        assertTrue(output.contains(" of 3 cases are complete already"), output);
        assertEquals(List.of("200ms_1.json", "201ms_1.json", "202ms_1.json"), runs());
        assertSummaryTellsOf(runs());
    }
}
