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

/** Ends {@code mqecn run} in the middle, and has it go on. */
@Tag("lab")
@DisplayName("A run that is ended in the middle")
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

    /** Whoever runs the tests in the background has SIGINT ignored; what is started here would inherit that. */
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
                .redirectOutput(folder.resolve("said").toFile())
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

    /** Runs until one case is done and the next guest is there; gives the guest's processes. */
    private List<ProcessHandle> runUntilTheSecond(Process process) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (runs().isEmpty() || process.descendants().count() < 2) {
            assertTrue(process.isAlive() && System.nanoTime() < limit, Files.readString(folder.resolve("said")));
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
        List<String> told = new ArrayList<>();
        summary.path("runs").forEach(name -> told.add(name.asText() + ".json"));
        assertEquals(runs, told);
        assertEquals("{}", summary.path("failures").toString());
    }

    @Test
    @DisplayName("leaves what has run and no guest, and goes on with what is missing")
    void goesOn() throws Exception {
        Process first = run();
        List<ProcessHandle> guest = runUntilTheSecond(first);
        new ProcessBuilder("kill", "-INT", Long.toString(first.pid())).start().waitFor();

        assertEquals(130, end(first), Files.readString(folder.resolve("said")));
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
        String said = Files.readString(folder.resolve("said"));
        assertTrue(said.contains(" of 3 cases are complete already"), said);
        assertEquals(List.of("200ms_1.json", "201ms_1.json", "202ms_1.json"), runs());
        assertSummaryTellsOf(runs());
    }
}
