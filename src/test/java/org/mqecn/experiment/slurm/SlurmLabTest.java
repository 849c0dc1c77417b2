// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.experiment.slurm.SlurmCluster.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs an experiment in a Slurm cluster of two nodes, which are this machine. */
@Tag("lab")
@Order(2)
@DisplayName("The Slurm engine")
final class SlurmLabTest {
    private static final Path MQECN = Path.of("cli/mqecn").toAbsolutePath();
    private static final String TEXT =
            """
            scenario: tiny
            testbed:
              star: {hosts: 2, rate: 100mbit, base-rtt: 1ms}
              defaults: {host: {congestion-control: dctcp}, link: {qdisc: {dwrr: {queues: 2, queue-thresh: 15k}}}}
            traffic: {long: {flows: {from: h2, to: h1}}}
            measure: {port: h1, duration: 200ms}
            vary: {long: {set: measure.duration, values: [200ms, 201ms, 202ms, 203ms]}}
            """;
    private static final int LIMIT_S = 300;
    private static final List<String> RUNS = List.of("200ms_1", "201ms_1", "202ms_1", "203ms_1");

    @TempDir
    private static Path clusterFolder;

    private static SlurmCluster cluster;

    @TempDir
    private Path folder;

    @TempDir
    private Path output;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = new SlurmCluster(clusterFolder);
    }

    @AfterAll
    static void endCluster() throws Exception {
        cluster.close();
    }

    /** The outcome of a command. */
    private record Outcome(int status, String output) {}

    private ProcessBuilder mqecn(String... arguments) throws IOException {
        Files.writeString(folder.resolve("tiny.yaml"), TEXT);
        List<String> words = new ArrayList<>(List.of(MQECN.toString()));
        words.addAll(Arrays.asList(arguments));
        return cluster.processBuilder(words.toArray(String[]::new))
                .directory(folder.toFile())
                .redirectErrorStream(true);
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectOutput(
                        Files.createTempFile(output, "", "").toFile())
                .start();
        started.add(process);
        return process;
    }

    private Outcome end(ProcessBuilder builder) throws Exception {
        Process process = start(builder);
        assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), () -> "no end of " + builder.command());
        return new Outcome(
                process.exitValue(),
                Files.readString(builder.redirectOutput().file().toPath()));
    }

    private Outcome run(String... arguments) throws Exception {
        return end(mqecn(arguments));
    }

    @AfterEach
    void endAll() throws Exception {
        started.forEach(Process::destroyForcibly);
        cluster.cancelAll();
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> runs(String results) throws IOException {
        Path runs = folder.resolve(results).resolve("runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .map(name -> name.replace(".json", ""))
                    .sorted()
                    .toList();
        }
    }

    /** A run without its header. */
    private String run(String results, String name) throws IOException {
        return Files.readString(folder.resolve(results).resolve("runs").resolve(name + ".json"))
                .replaceFirst("\"header\":.*\n", "");
    }

    /** The data of all figures, by name. */
    private Map<String, String> figureData(String results) throws Exception {
        assertEquals(0, end(mqecn("figure", results)).status());
        Map<String, String> data = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(results).resolve("figures"))
                .filter(file -> file.toString().endsWith(".csv"))) {
            for (Path file : files.toList()) {
                data.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertFalse(data.isEmpty());
        return data;
    }

    private String jobs(String format) throws Exception {
        return cluster.run("squeue", "--me", "--array", "--noheader", "--format=" + format);
    }

    @Test
    @DisplayName(
            "makes the same figure of a fabric as this machine, although the user logged out and others cancelled a job")
    void sameAsHere() throws Exception {
        // Its runs take seconds: long enough to be cancelled while they run.
        String twoRuns = "scheme=[per-queue, mq-ecn]";
        Process first =
                start(mqecn("run", "mq-sim-dwrr", "--quick", "--set", twoRuns, "--out", "far", "--engine", "slurm"));
        until(
                "two running jobs",
                () -> jobs("%T").lines().filter("RUNNING"::equals).count() == 2);
        until("the submission", () -> Files.exists(folder.resolve("far/slurm/submission.json")));
        first.destroyForcibly().waitFor();
        cluster.run("scancel", jobs("%i").lines().findFirst().orElseThrow());

        Outcome status = run("results", "status", "far");
        assertEquals(1, status.status(), status.output());
        // The other run may have ended before this command began.
        assertTrue(
                status.output()
                        .matches("(?s)mq-sim-dwrr: (0 of 2 runs are complete; 1 running on n|1 of 2 runs are complete;"
                                + " 1 missing).*"),
                status.output());

        Outcome resumed = run("run", "--resume", "far");
        assertEquals(0, resumed.status(), resumed.output());
        assertFalse(Files.exists(folder.resolve("far/slurm")), "what only jobs need is deleted");
        assertEquals(
                "mq-sim-dwrr: 2 of 2 runs are complete\n",
                run("results", "status", "far").output());

        assertEquals(
                0,
                run("run", "mq-sim-dwrr", "--quick", "--set", twoRuns, "--out", "near")
                        .status());
        assertEquals(runs("near"), runs("far"));
        for (String name : runs("near")) {
            assertEquals(run("near", name), run("far", name));
        }
        assertEquals(figureData("near"), figureData("far"));
        assertTrue(Files.readString(folder.resolve("far/summary.json")).contains("--engine slurm"));
    }

    private void assertRefused(int status, String expected, String... arguments) throws Exception {
        Outcome outcome = run(arguments);
        assertEquals(status, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains(expected), outcome.output());
        assertEquals(
                List.of("tiny.yaml"),
                contents().stream().filter(name -> !name.equals("out")).toList());
        assertEquals(List.of(), runs("out"));
        assertFalse(Files.exists(folder.resolve("out/scenario.yaml")));
        assertEquals("", jobs("%i"));
    }

    @Test
    @DisplayName("refuses what Slurm refuses, in its words, and leaves nothing")
    void refusals() throws Exception {
        assertRefused(
                1,
                "Invalid partition name specified\n  partitions of this cluster: main\n",
                "run",
                "tiny.yaml",
                "--out",
                "out",
                "--engine",
                "slurm",
                "--partition",
                "none");
        assertRefused(
                1,
                "Invalid --time specification",
                "run",
                "tiny.yaml",
                "--out",
                "out",
                "--engine",
                "slurm",
                "--time",
                "soon");
        assertRefused(
                1,
                "Requested node configuration is not available",
                "run",
                "tiny.yaml",
                "--out",
                "out",
                "--engine",
                "slurm",
                "--sbatch=--mem=900G");
        assertRefused(2, "add --engine slurm", "run", "tiny.yaml", "--out", "out", "--time", "5");
        assertRefused(2, "--max-jobs", "run", "tiny.yaml", "--out", "out", "--engine", "slurm", "--jobs", "2");
        assertRefused(2, "exclude each other", "run", "tiny.yaml", "--resume", "out");
    }

    @Test
    @DisplayName("waits in a full queue, says so, and is cancelled by one command")
    void fullQueue() throws Exception {
        String blocker = cluster.run(
                        "sbatch", "--parsable", "--exclusive", "--nodes=2", "--output=/dev/null", "--wrap=sleep 600")
                .strip();
        until("the blocker", () -> jobs("%T").contains("RUNNING"));
        Process follower = start(mqecn("run", "tiny.yaml", "--out", "far", "--engine", "slurm", "--max-jobs", "1"));
        until(
                "waiting jobs",
                () -> jobs("%j").contains("mqecn-far-") && Files.exists(folder.resolve("far/slurm/submission.json")));

        until(
                "the reason",
                () -> run("results", "status", "far").output().contains("4 waiting (Dependency, Resources)"));
        Outcome twice = run("run", "tiny.yaml", "--out", "far");
        assertTrue(twice.output().contains("another process is writing results to far"), twice.output());
        String array = jobs("%F %j")
                .lines()
                .filter(line -> line.contains("mqecn-far-"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(" .*", "");
        cluster.run("scontrol", "hold", array);
        Outcome held = run("results", "status", "far", "-o", "json");
        assertTrue(held.output().contains("\"held_jobs\": [\n    \"" + array + "\"\n  ]"), held.output());

        follower.destroyForcibly().waitFor();
        Outcome here = run("run", "tiny.yaml", "--out", "far");
        assertEquals(2, here.status(), here.output());
        assertTrue(here.output().contains("jobs of Slurm write to far"), here.output());
        Outcome other = run("run", "tiny.yaml", "--out", "far", "--engine", "slurm", "--set", "long=200ms");
        assertEquals(2, other.status(), other.output());
        assertTrue(other.output().contains("jobs of another experiment write to"), other.output());

        assertTrue(run("run", "--cancel", "far", "--dry-run").output().startsWith("scancel " + array));
        Outcome cancelled = run("run", "--cancel", "far");
        assertEquals("4 runs cancelled; 'mqecn run --resume far' runs them\n", cancelled.output());
        assertEquals(3, run("run", "--cancel", "far").status());
        assertEquals(blocker, jobs("%i").strip());
        cluster.run("scancel", blocker);
    }

    @Test
    @DisplayName("does not build a kernel on a node that does not have it")
    void missingCache() throws Exception {
        Outcome outcome = run(
                "run",
                "tiny.yaml",
                "--set",
                "long=200ms",
                "--out",
                "far",
                "--engine",
                "slurm",
                "--sbatch=--export=ALL,MQECN_CACHE=" + folder.resolve("nothing"));
        assertEquals(3, outcome.status(), outcome.output());
        assertTrue(
                outcome.output().contains("its job failed on n")
                        && outcome.output()
                                .contains("the kernel of the guest is not in the cache " + folder.resolve("nothing"))
                        && outcome.output().contains("set MQECN_CACHE to a directory that all machines share"),
                outcome.output());
        assertEquals(
                List.of("tiny: 0 of 1 runs are complete; 1 failed"),
                run("results", "status", "far").output().lines().limit(1).toList());
    }

    @Test
    @DisplayName("says where there is no Slurm, before it builds or writes anything")
    void noSlurm() throws Exception {
        ProcessBuilder builder = mqecn("run", "tiny.yaml", "--out", "out", "--engine", "slurm");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String program : List.of("sh", "env", "java", "readlink")) {
            for (Path directory : List.of(Path.of("/usr/bin"), Path.of(System.getProperty("java.home"), "bin"))) {
                if (Files.exists(directory.resolve(program)) && !Files.exists(tools.resolve(program))) {
                    Files.createSymbolicLink(tools.resolve(program), directory.resolve(program));
                }
            }
        }
        builder.environment().put("PATH", tools.toString());
        Outcome outcome = end(builder);
        assertEquals(1, outcome.status(), outcome.output());
        assertTrue(
                outcome.output()
                        .startsWith(
                                "mqecn: this machine has no Slurm: sbatch, squeue, scancel, scontrol, sinfo not found"),
                outcome.output());
        assertFalse(Files.exists(folder.resolve("out/scenario.yaml")));
    }

    @Test
    @Tag("long")
    @DisplayName("loses nothing when a node dies with its runs: Slurm runs them on another node")
    void lostNode() throws Exception {
        Process follower = start(mqecn("run", "tiny.yaml", "--out", "far", "--engine", "slurm"));
        until(
                "four running jobs",
                () -> jobs("%T").lines().filter("RUNNING"::equals).count() == 4);
        cluster.killNode("n1");
        try {
            until("the end of n1", () -> cluster.run("sinfo", "--noheader", "--nodes=n1", "--format=%t")
                    .contains("down"));
            until("requeued jobs", () -> jobs("%T %S").contains("PENDING 2"));
            for (String job : jobs("%i %T")
                    .lines()
                    .filter(line -> line.endsWith("PENDING"))
                    .map(line -> line.replaceFirst(" .*", ""))
                    .toList()) {
                cluster.run("scontrol", "update", "JobId=" + job, "StartTime=now");
            }
            assertTrue(follower.waitFor(LIMIT_S, TimeUnit.SECONDS));
            assertEquals(0, follower.exitValue());
            assertEquals(RUNS, runs("far"));
        } finally {
            cluster.startNode("n1");
            until("n1", () -> cluster.run("sinfo", "--noheader", "--nodes=n1", "--format=%t")
                    .contains("idle"));
        }
    }

    @Test
    @Tag("long")
    @DisplayName("goes on while the controller of Slurm does not answer")
    void controllerRestarts() throws Exception {
        ProcessBuilder builder = mqecn("run", "tiny.yaml", "--out", "far", "--engine", "slurm");
        Process follower = start(builder);
        until(
                "four running jobs",
                () -> jobs("%T").lines().filter("RUNNING"::equals).count() == 4);
        cluster.stopController();
        try {
            until("the message", () -> Files.readString(
                            builder.redirectOutput().file().toPath())
                    .contains("Unable to contact slurm controller"));
        } finally {
            cluster.startController();
        }
        assertTrue(follower.waitFor(LIMIT_S, TimeUnit.SECONDS));
        assertEquals(0, follower.exitValue());
        assertEquals(RUNS, runs("far"));
    }

    @Test
    @Tag("long")
    @DisplayName("tells of a run that exceeded its time limit, and resumes it with another one")
    void timeLimit() throws Exception {
        Outcome outcome =
                run("run", "tiny.yaml", "--set", "long=600s", "--out", "far", "--engine", "slurm", "--time", "0:01");
        assertEquals(3, outcome.status(), outcome.output());
        assertTrue(
                outcome.output().contains("its job ran longer than its time limit on n")
                        && outcome.output().contains("DUE TO TIME LIMIT"),
                outcome.output());
        Process again = start(mqecn("run", "--resume", "far", "--time", "30", "--max-jobs", "1"));
        until("the job", () -> jobs("%T %l").contains("RUNNING 30:00"));
        again.destroyForcibly();
    }

    @Test
    @Tag("long")
    @DisplayName("tells of a run that needed more memory than its job has, and resumes it with more")
    void memoryLimit() throws Exception {
        Outcome outcome = run(
                "run", "tiny.yaml", "--set", "long=600s", "--out", "large", "--engine", "slurm", "--sbatch=--mem=100M");
        assertEquals(3, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("its job needed more memory than it has on n"), outcome.output());
        assertTrue(outcome.output().contains("resume with --sbatch=--mem=SIZE"), outcome.output());
        assertTrue(outcome.output().contains("exceeded memory limit"), outcome.output());
        Process again = start(mqecn("run", "--resume", "large", "--sbatch=--mem=1G", "--max-jobs", "1"));
        until("the job", () -> jobs("%T %m").contains("RUNNING 1G"));
        again.destroyForcibly();
    }

    @Test
    @Tag("long")
    @DisplayName("tells of a node that does not see the results")
    void folderIsNotShared() throws Exception {
        Files.writeString(folder.resolve("tiny.yaml"), TEXT);
        cluster.killNode("n2");
        cluster.startNode(
                "n2", "unshare", "--mount", "sh", "-c", "mount -t tmpfs none '" + folder + "' && exec \"$@\"", "sh");
        try {
            until("n2", () -> cluster.run("sinfo", "--noheader", "--nodes=n2", "--format=%t")
                    .contains("idle"));
            Outcome outcome = run(
                    "run",
                    "tiny.yaml",
                    "--set",
                    "long=200ms",
                    "--out",
                    "far",
                    "--engine",
                    "slurm",
                    "--sbatch=--nodelist=n2");
            assertEquals(3, outcome.status(), outcome.output());
            assertTrue(
                    outcome.output().contains("its job could not start on n2: the node has no folder " + folder),
                    outcome.output());
        } finally {
            cluster.killNode("n2");
            cluster.startNode("n2");
        }
    }

    @Test
    @Tag("long")
    @DisplayName("does what docs/cluster.md says")
    void documentation() throws Exception {
        String commands = Files.readString(Path.of("docs/cluster.md"))
                .replaceFirst("(?s).*<!-- not run: SlurmLabTest runs it -->\n```sh\n(.*?)```.*", "$1");
        assertTrue(commands.startsWith("mqecn lab build"), commands);
        ProcessBuilder builder = cluster.processBuilder("sh", "-exc", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", MQECN.getParent().toString(), (path, cli) -> cli + ":" + path);
        Outcome outcome = end(builder);
        assertEquals(0, outcome.status(), outcome.output());
        assertTrue(Files.exists(folder.resolve("fig6/report.html")), outcome.output());
    }
}
