// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Slurm cluster on this machine: munged, slurmctld, and two nodes of two processors each, which are this machine. All
 * files are in one folder, all processes are children of this one, and both are gone after {@link #close}.
 */
final class SlurmCluster {
    private static final int LIMIT_S = 60;
    private static final int KEY_BYTES = 1024;
    private static final String ENVIRONMENT_OF_CONFIGURATION = "SLURM_CONF";

    private final Path folder;
    private final Map<String, Process> daemons = new LinkedHashMap<>();

    SlurmCluster(Path folder) throws Exception {
        this.folder = folder;
        Files.createDirectories(folder.resolve("state"));
        writeKey();
        Files.writeString(configuration(), configurationText());
        try {
            start(
                    "munged",
                    "munged",
                    "--foreground",
                    "--force",
                    "--key-file=" + folder.resolve("munge.key"),
                    "--socket=" + socket(),
                    "--pid-file=" + folder.resolve("munge.pid"),
                    "--log-file=" + folder.resolve("munge.log"),
                    "--seed-file=" + folder.resolve("munge.seed"));
            until("munged", () -> Files.exists(socket()));
            startController();
            startNode("n1");
            startNode("n2");
            until(
                    "two idle nodes",
                    () -> run("sinfo", "--noheader", "--format=%D %t").strip().equals("2 idle"));
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private void writeKey() throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path file = Files.createFile(
                folder.resolve("munge.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, key);
    }

    private Path socket() {
        return folder.resolve("munge.socket");
    }

    Path configuration() {
        return folder.resolve("slurm.conf");
    }

    /** Arrays of at most three tasks; a node that does not answer is down after some seconds, jobs end at their memory. */
    private String configurationText() throws IOException {
        String host = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
        String user = System.getProperty("user.name");
        return """
            ClusterName=test
            SlurmctldHost=%1$s(127.0.0.1)
            SlurmUser=%2$s
            SlurmdUser=%2$s
            AuthType=auth/munge
            AuthInfo=socket=%3$s
            SlurmctldPort=%4$d
            SlurmdTimeout=5
            KillWait=2
            MaxArraySize=4
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/linux
            JobAcctGatherFrequency=task=1
            JobAcctGatherParams=OverMemoryKill,UsePss
            ReturnToService=2
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            DefMemPerCPU=500
            StateSaveLocation=%5$s/state
            SlurmdSpoolDir=%5$s/spool-%%n
            SlurmctldPidFile=%5$s/slurmctld.pid
            SlurmdPidFile=%5$s/%%n.pid
            SlurmctldLogFile=%5$s/slurmctld.log
            SlurmdLogFile=%5$s/%%n.log
            NodeName=n1 NodeHostname=%1$s NodeAddr=127.0.0.1 Port=%6$d CPUs=2 RealMemory=8000 State=UNKNOWN
            NodeName=n2 NodeHostname=%1$s NodeAddr=127.0.0.1 Port=%7$d CPUs=2 RealMemory=8000 State=UNKNOWN
            PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
            """
                .formatted(host, user, socket(), freePort(), folder, freePort(), freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void start(String name, String... command) throws IOException {
        daemons.put(
                name,
                processBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".out").toFile())
                        .start());
    }

    void startController() throws IOException {
        start("slurmctld", "slurmctld", "-D");
    }

    void stopController() throws InterruptedException {
        end(daemons.remove("slurmctld"));
    }

    /** @param launcher words before the command of the daemon */
    void startNode(String name, String... launcher) throws IOException {
        start(
                name,
                Stream.concat(Stream.of(launcher), Stream.of("slurmd", "-D", "-N", name))
                        .toArray(String[]::new));
    }

    /** Lets a node die with all that runs on it, as if its power was cut. */
    void killNode(String name) throws Exception {
        daemons.remove(name).destroyForcibly().waitFor();
        for (ProcessHandle process : jobProcesses(name)) {
            process.parent().ifPresent(ProcessHandle::destroyForcibly);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Processes of jobs, whose parent is the daemon of their step. */
    private List<ProcessHandle> jobProcesses(String node) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    List<String> environment = environment(process.pid());
                    return environment.contains("SLURMD_NODENAME=" + node)
                            && environment.contains(ENVIRONMENT_OF_CONFIGURATION + "=" + configuration())
                            && process.parent()
                                    .map(parent -> environment(parent.pid()).contains("SLURMD_NODENAME=" + node))
                                    .filter(inJob -> inJob)
                                    .isEmpty();
                })
                .toList();
    }

    private static List<String> environment(long process) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + process + "/environ"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    ProcessBuilder processBuilder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(ENVIRONMENT_OF_CONFIGURATION, configuration().toString());
        return builder;
    }

    /** Runs a command that succeeds. Returns its output. */
    String run(String... command) throws Exception {
        Process process = processBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output + logs());
        return output;
    }

    /** Waits until something is so. */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        while (!isTrue(condition)) {
            assertTrue(System.nanoTime() < limit, what + " is not there after " + LIMIT_S + " s");
            Thread.sleep(100);
        }
    }

    /** A daemon that starts does not answer yet. */
    private static boolean isTrue(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (AssertionError e) {
            return false;
        }
    }

    private String logs() {
        List<String> text = new ArrayList<>();
        for (String log : List.of("slurmctld.log", "n1.log", "n2.log")) {
            try (Stream<String> lines = Files.lines(folder.resolve(log))) {
                lines.filter(line -> line.contains("error") || line.contains("fatal"))
                        .forEach(line -> text.add(log + ": " + line));
            } catch (IOException e) {
                text.add("no " + log);
            }
        }
        return "\n" + String.join("\n", text);
    }

    private static void end(Process daemon) throws InterruptedException {
        daemon.destroy();
        if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
    }

    /** Cancels all jobs, and waits until none is left. */
    void cancelAll() throws Exception {
        run("scancel", "--me");
        until("no job", () -> run("squeue", "--noheader").isBlank());
    }

    /** Ends all daemons; jobs must have ended. */
    void close() throws Exception {
        List<Process> all = new ArrayList<>(daemons.values());
        for (int i = all.size() - 1; i >= 0; i--) {
            end(all.get(i));
        }
    }
}
