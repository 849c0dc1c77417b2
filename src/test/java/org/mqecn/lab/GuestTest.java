// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.UserError;

@Tag("lab")
@Timeout(300)
class GuestTest {
    /** Randomness, addresses, clocks, threads and TCP: every source of variation between runs. */
    private static final String SOURCES_OF_VARIATION =
            """
            head -c 16 /dev/urandom | od -An -tx1
            cat > /tmp/Chance.java <<'JAVA'
            public class Chance {
                public static void main(String[] args) throws Exception {
                    var threads = new java.util.ArrayList<Thread>();
                    for (int i = 0; i < 4; i++) {
                        threads.add(new Thread(() -> System.out.println(new Object().hashCode() + " "
                                + System.nanoTime() + " " + java.util.UUID.randomUUID())));
                    }
                    threads.forEach(Thread::start);
                    for (Thread thread : threads) { thread.join(); }
                }
            }
            JAVA
            java /tmp/Chance.java
            ip netns add a
            ip link add v0 type veth peer name v1 netns a
            ip addr add 10.0.0.1/24 dev v0; ip link set v0 up
            ip -n a addr add 10.0.0.2/24 dev v1; ip -n a link set v1 up
            tc qdisc add dev v0 root tbf rate 20mbit burst 20k latency 10ms
            ip netns exec a iperf3 --server --one-off --daemon
            iperf3 --json --client 10.0.0.2 --time 1 --congestion dctcp
            sleep 2; head -c 16 /dev/urandom | od -An -tx1
            date --iso-8601=ns; ps ax; dmesg
            """;

    private static Guest guest;

    @TempDir
    Path out;

    @BeforeAll
    static void build() {
        guest = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
    }

    private GuestResult shell(String text) {
        return guest.run(GuestSpec.shell(text, out));
    }

    @Test
    void returnsOutputErrorsAndExitStatus() {
        GuestResult result = shell("echo out; echo err >&2; echo more > /dev/stderr; exit 3");
        assertEquals(new GuestResult(3, "out\n", "err\nmore\n"), result);
    }

    @Test
    void preservesEachByteOfTheOutput() throws IOException {
        byte[] bytes = new byte[300_000];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i * 31 + i / 256));
        Path file = Files.write(out.resolve("bytes"), bytes);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        guest.run(GuestSpec.of(List.of("cat"), out).withInput(file), output, new ByteArrayOutputStream());
        assertArrayEquals(bytes, output.toByteArray());
    }

    @Test
    void mapsSignalsToExitStatusAsAShellDoes() {
        assertEquals(128 + 15, shell("kill -TERM $$").exitStatus());
        assertEquals(
                127, guest.run(GuestSpec.of(List.of("no-such-program"), out)).exitStatus());
    }

    @Test
    void doesNotChangeTheHostsFiles() throws IOException {
        Path folder = Files.createDirectory(out.resolve("folder"));
        GuestResult result = guest.run(GuestSpec.shell(
                        "pwd; touch x; echo $?; touch /etc/mqecn-test && rm /etc/hostname; echo kept > $OUT/result",
                        out)
                .withFolder(folder));
        assertEquals(folder.toRealPath() + "\n1\n", result.output());
        assertEquals("kept\n", Files.readString(out.resolve("result")));
        assertTrue(Files.notExists(folder.resolve("x")) && Files.notExists(Path.of("/etc/mqecn-test")));
        assertTrue(Files.exists(Path.of("/etc/hostname")));
    }

    @Test
    void sameSeedGivesSameOutput() throws Exception {
        List<GuestResult> runs = runConcurrently(Stream.of(1L, 1L, 2L)
                .map(seed -> GuestSpec.shell(SOURCES_OF_VARIATION, out).withSeed(seed))
                .toList());
        assertTrue(runs.get(0).succeeded(), runs.get(0).errors());
        assertEquals(runs.get(0), runs.get(1));
        assertNotEquals(runs.get(0).output(), runs.get(2).output());
    }

    /** The kernel mixes the time of each interrupt into its entropy pool, and the host determines the time. */
    @Test
    void hostSendsNoInterrupts() {
        GuestResult result = shell(
                """
                line=$(printf %0900d 0)
                for i in $(seq 300); do echo $line > /dev/kmsg; done; sleep 1
                awk '$3 == "SIGIO" { lines++; interrupts += $2 } END { print lines, interrupts }' /proc/interrupts
                """);
        assertEquals(new GuestResult(0, "2 0\n", ""), result);
    }

    @Test
    void clockStartsAtTheEpochOfTheLabAndSleepingTakesNoWallClockTime() {
        long start = System.nanoTime();
        GuestResult result = shell("date +%s; sleep 3600; date +%s");
        long startSeconds = UserModeLinuxCommandLine.EPOCH.getEpochSecond();
        assertEquals(startSeconds + "\n" + (startSeconds + 3600) + "\n", result.output());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 60);
    }

    /** Five thousand flows have ten thousand sockets in one process. */
    @Test
    void hasRoomForThousandsOfThreadsAndConnections() {
        assertEquals(
                new GuestResult(0, "65536 32768\n", ""), shell("echo $(ulimit -Hn) $(cat /proc/sys/kernel/pid_max)"));
    }

    @Test
    void preservesVectorRegisters() {
        assertEquals(
                new GuestResult(0, "", ""),
                shell("cc -O2 -Wall -Wextra -Werror -o /run/vectors src/test/c/vectors.c && /run/vectors"));
    }

    @Test
    void loadsModulesByNameAndByQdiscKind() {
        assertEquals(
                0,
                shell("modprobe sch_dwrr && modprobe sch_tbf && rmmod sch_dwrr sch_tbf")
                        .exitStatus());
        GuestResult result = shell("ip link add d0 type dummy && tc qdisc add dev d0 root handle 1: dwrr rate 995mbit"
                + " && tc qdisc show dev d0");
        assertTrue(result.output().contains("dwrr 1: root") && result.output().contains("995Mbit"), result.toString());
    }

    @Test
    void reportsAGuestThatCrashes() throws IOException {
        int powerOff = 0x4321fedc;
        UserError error = assertThrows(
                UserError.class,
                () -> shell("perl -e 'syscall(169, 0xfee1dead, 0x28121969, " + powerOff + ", 0)'; sleep 1"));
        assertTrue(error.getMessage().startsWith("the guest ended before its command"), error.getMessage());
        assertTrue(error.getMessage().contains("init process"), "the end of the kernel's log: " + error.getMessage());
        FileTrees.delete(Path.of(error.remedy().replaceFirst(".* ", "")).getParent());
    }

    @Test
    void returnsReportsOfTheDebugKernel() {
        Guest debug = new Lab(LocalMachine.current(), System.err::println).prepareGuest(true);
        assertEquals(
                List.of(),
                run(debug, "modprobe sch_dwrr; modprobe sch_tbf").reports(),
                "known reports are ignored, and modules leak no memory");
        List<String> reports = run(debug, "echo 'BUG: KASAN: use-after-free in test' > /dev/kmsg")
                .reports();
        assertEquals(1, reports.size());
        assertTrue(reports.get(0).startsWith("BUG: KASAN: use-after-free in test"), reports.get(0));
    }

    private Guest.GuestExit run(Guest debug, String text) {
        return debug.run(GuestSpec.shell(text, out), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP", "KILL"})
    void exitsWhenItsCallerIsKilled(String signal) throws Exception {
        Process caller = startCaller("sleep 1000 & (while :; do :; done) &");
        List<ProcessHandle> descendants = caller.descendants().toList();
        assertTrue(descendants.size() > 1, "the guest and its processes");
        new ProcessBuilder("kill", "-" + signal, Long.toString(caller.pid()))
                .start()
                .waitFor();
        assertTrue(caller.waitFor(10, TimeUnit.SECONDS));
        for (ProcessHandle process : descendants) {
            process.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    /** A JVM of its own that has a guest, which runs a shell's text and then waits busily. */
    private Process startCaller(String text) throws IOException {
        // In the background this JVM ignores SIGINT, under nohup SIGHUP; child processes would inherit that.
        Process caller = new ProcessBuilder(
                        "env",
                        "--default-signal",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Dmqecn.home=" + LocalMachine.current().home(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.mqecn.cli.Main",
                        "lab",
                        "exec",
                        "--out",
                        out.toString(),
                        "--",
                        "sh",
                        "-c",
                        text + " echo started; while :; do :; done")
                .redirectErrorStream(true)
                .start();
        assertEquals("started", caller.inputReader().readLine());
        return caller;
    }

    @Test
    void memoryThatIsUsedBecomesHugePagesOfTheHost() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")), "the host has no huge pages");
        assumeTrue(hostHasCollapse(), "the host cannot make huge pages on request before Linux 6.1");
        Process caller = startCaller("head -c 200000000 /dev/zero | tail -c 199999999 >/dev/null;");
        try {
            long kilobytes = 0;
            for (ProcessHandle process : caller.descendants().toList()) {
                kilobytes = Math.max(kilobytes, hugeMemory(process.pid()));
            }
            assertTrue(kilobytes > 150_000, kilobytes + " KB in huge pages");
        } finally {
            caller.destroy();
            assertTrue(caller.waitFor(10, TimeUnit.SECONDS));
        }
    }

    private static boolean hostHasCollapse() {
        String[] version = System.getProperty("os.version").split("[.-]");
        int major = Integer.parseInt(version[0]);
        return major > 6 || major == 6 && Integer.parseInt(version[1]) >= 1;
    }

    /** @return kilobytes of shared memory that the process has mapped in huge pages */
    private static long hugeMemory(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("ShmemPmdMapped:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    private List<GuestResult> runConcurrently(List<GuestSpec> specs) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(specs.size());
        try {
            List<Callable<GuestResult>> runs = specs.stream()
                    .<Callable<GuestResult>>map(spec -> () -> guest.run(spec))
                    .toList();
            List<GuestResult> results = new ArrayList<>();
            for (Future<GuestResult> run : pool.invokeAll(runs)) {
                results.add(run.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }
}
