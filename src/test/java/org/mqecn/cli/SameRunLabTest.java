// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Optional;
import java.util.stream.IntStream;
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
    /** Long flows, requests at random times, listed ones, and probes. */
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
              listed: {replay: {client: h1, servers: [h4], file: flows.csv}}
              ping: {probes: {from: h2, to: h1, dscp: [0, 1], interval: 1ms}}
            measure: {port: h1, interval: 200us, warm-up: 50ms, duration: 300ms}
            validity: {incomplete-flows: ignore}
            figures:
              - {table: [goodput_long_mbit, rtt_p99_us]}
            """;

    private static final String FLOWS = "start_us,bytes,dscp\n60000,30000,1\n61000,200000,0\n";

    /** A leaf-spine fabric with over-subscribed uplinks, other qdiscs at two hosts, and three patterns of traffic. */
    private static final String FABRIC =
            """
            scenario: fabric
            testbed:
              leaf-spine: {leaves: 2, spines: 2, hosts-per-leaf: 2, rate: 1gbit, uplink-rate: 500mbit}
              defaults:
                host: {congestion-control: dctcp, rto-min: 10ms}
                link: {qdisc: {dwrr: {queues: 2, ecn-scheme: mq-ecn}}}
                switch: {sysctls: {net.ipv4.fib_multipath_hash_policy: 1}}
              links:
                - {between: [h1, leaf1], ends: {h1: {qdisc: {fq: {}}}}}
                - {between: [h2, leaf1], ends: {h2: {qdisc: {eiffel: {}}}}}
            traffic:
              web: {requests: {pattern: all-to-all, load: 0.3, count: 16, services: [{dscp: 0}, {dscp: 1}]}}
              racks: {requests: {pattern: rack-to-rack, load: 0.2, count: 16, flow-sizes: cache}}
              answers: {requests: {pattern: incast, fan-in: 3, load: 0.1, count: 8, flow-sizes: cache}}
            measure: {ports: all, interval: 1ms}
            """;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("of a fabric is the same, uses all paths and measures each port")
    void fabricIsTheSameAnywhere() throws Exception {
        JsonNode here = run(FABRIC, Path.of("").toAbsolutePath(), 1);

        assertTrue(here.path("valid").asBoolean(), here.path("faults").toString());
        assertEquals(16 + 16 + 3 * 8, here.path("flows").path("rows").size());
        assertEquals(12, here.path("ports").size());
        assertEquals(12, here.path("configuration").size());
        JsonNode metrics = here.path("metrics");
        double marked = 0;
        for (JsonNode port : here.path("ports")) {
            String name = port.path("port").asText().replace(':', '_');
            marked += metrics.path("marked_" + name + "_packets").asDouble();
            double percent = metrics.path("utilization_" + name + "_percent").asDouble();
            assertTrue(percent > 0 && percent <= 101, name + " sent " + percent + " %");
        }
        assertEquals(metrics.path("marked_packets").asDouble(), marked);
        assertEquals(Optional.empty(), difference(here, run(FABRIC, otherBuild(), 1), ""));
    }

    @Test
    @DisplayName(
            "is the same in another folder, with another build and another start of the JVM, so that both can be merged")
    void sameAnywhere() throws Exception {
        Path home = Path.of("").toAbsolutePath();
        Path otherHome = otherBuild();
        JsonNode here = run(home, 1);
        assertEquals(Optional.empty(), difference(here, run(otherHome, 1), ""));
        assertNotEquals(here, run(home, 2));
        Path merged = folder.resolve("merged");
        succeed(
                List.of(
                        home.resolve("cli/mqecn").toString(),
                        "results",
                        "merge",
                        results(home, 1).toString(),
                        results(otherHome, 1).toString(),
                        "--out",
                        merged.toString()),
                folder.resolve("merge.log"));
        assertTrue(Files.exists(new ResultLayout(merged).run("1")));
    }

    /**
     * The program's files in a folder with a long name; the jar has more entries, and no archive of classes. The launcher
     * starts another program, and draws random numbers, as other versions of Java and of the shell do.
     */
    private Path otherBuild() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("a-folder-with-a-longer-name/of-the-same-program"));
        succeed(List.of("cp", "-r", "cli", "kmod", home.toString()), folder.resolve("cp.log"));
        Path launcher = home.resolve("cli/mqecn");
        Files.writeString(
                launcher,
                Files.readString(launcher).replaceFirst("\n", "\n/bin/true; read -r number </dev/urandom || :\n"));
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
        return run(SCENARIO, home, seed);
    }

    private JsonNode run(String text, Path home, int seed) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("scenario-" + home.getFileName() + "-" + seed));
        Files.writeString(own.resolve("flows.csv"), FLOWS);
        Path scenario = Files.writeString(own.resolve("same.yaml"), text);
        Path out = results(home, seed);
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

    private Path results(Path home, int seed) {
        return folder.resolve("out-" + home.getFileName() + "-" + seed);
    }

    /** The first value in which two runs differ, with both values: a run is too long to be printed. */
    private static Optional<String> difference(JsonNode one, JsonNode other, String at) {
        if (one.equals(other)) {
            return Optional.empty();
        }
        if (one.size() != other.size() || one.isValueNode() || other.isValueNode()) {
            return Optional.of(at + ": " + describe(one) + " and " + describe(other));
        }
        if (one.isArray()) {
            return IntStream.range(0, one.size())
                    .mapToObj(i -> difference(one.get(i), other.path(i), at + "/" + i))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return one.properties().stream()
                .flatMap(member ->
                        difference(member.getValue(), other.path(member.getKey()), at + "/" + member.getKey()).stream())
                .findFirst();
    }

    private static String describe(JsonNode node) {
        return node.isContainerNode() ? node.size() + " values" : node.toString();
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
