// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.result.ResultLayout;

/**
 * Another build of mqecn, or the same in another folder, needs another number of instructions, system calls and readings
 * of the clock for the same work. None of them takes virtual time, so nothing else in the guest may change.
 */
@Tag("lab")
@DisplayName("A run with the same seed")
final class SameRunLabTest {
    /** Long flows, requests at random times, and probes. */
    private static final String SCENARIO =
            """
            scenario: same
            testbed:
              star: {hosts: 4, rate: 1gbit, base-rtt: 200us}
              defaults:
                host: {congestion-control: dctcp}
                link: {qdisc: {dwrr: {queues: 2, rate: 995mbit, ecn-scheme: mq-ecn}}}
            traffic:
              long: {flows: {from: h2, to: h1, count: 2, dscp: 0}}
              web: {requests: {client: h1, servers: [h3, h4], flow-sizes: web-search, load: 0.3, count: 20}}
              ping: {probes: {from: h2, to: h1, dscp: [0, 1], interval: 1ms}}
            measure: {port: h1, interval: 200us, warm-up: 50ms, duration: 300ms}
            validity: {incomplete-flows: ignore}
            figures:
              - {table: [goodput_long_mbit, rtt_p99_us]}
            """;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is the same in another folder, with another build and another start of the JVM")
    void sameAnywhere() throws Exception {
        JsonNode here = run(Path.of("").toAbsolutePath(), 1);
        assertEquals(here, run(otherBuild(), 1));
        assertNotEquals(here, run(Path.of("").toAbsolutePath(), 2));
    }

    /** The program's files in a folder with a long name; the jar has more entries, and no archive of classes. */
    private Path otherBuild() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("a-folder-with-a-longer-name/of-the-same-program"));
        succeed(List.of("cp", "-r", "cli", "kmod", home.toString()), folder.resolve("cp.log"));
        Path jar = Files.createDirectory(home.resolve("target")).resolve("mqecn.jar");
        Files.copy(Path.of("target/mqecn.jar"), jar);
        Files.copy(Path.of("target/libjnidispatch.so"), jar.resolveSibling("libjnidispatch.so"));
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            for (int i = 0; i < 200; i++) {
                Files.writeString(entries.getPath("/entry-" + i), "another build\n");
            }
        }
        return home;
    }

    /** The run's file without the header, which says when and where it ran. */
    private JsonNode run(Path home, int seed) throws IOException, InterruptedException {
        Path scenario = Files.writeString(folder.resolve("same.yaml"), SCENARIO);
        Path out = folder.resolve("out-" + home.getFileName() + "-" + seed);
        succeed(
                List.of(
                        home.resolve("cli/mqecn").toString(),
                        "run",
                        scenario.toString(),
                        "--seed",
                        Integer.toString(seed),
                        "--out",
                        out.toString()),
                folder.resolve("run.log"));
        return new ObjectMapper()
                .<ObjectNode>readValue(new ResultLayout(out).run("1").toFile(), new TypeReference<>() {})
                .without("header");
    }

    private static void succeed(List<String> command, Path log) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertEquals(0, status, () -> read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
