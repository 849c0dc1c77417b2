// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.Accelerator;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.UserError;

/**
 * The unchanged kernel of Debian on two processors. {@code -Dmqecn.stock=trixie} selects another release. One guest runs
 * the scripts of all tests: an emulated machine boots slowly. Takes minutes, up to twenty on a busy machine; three more if the release has to be
 * installed.
 */
@Tag("lab")
@Order(2)
@DisplayName("A guest with a distribution's kernel")
class StockGuestLabTest {
    /** Runs each script; writes its output, errors and exit status to $OUT. The last one forbids to load the modules. */
    private static final String ALL_SCRIPTS =
            """
            uname -r; nproc; pwd; echo error >&2; echo saved >$OUT/file; touch /etc/new
            for script in two-processors versions ports dump-lock late-timers transmit-queues wrong-modules; do
                bash src/test/resources/org/mqecn/lab/$script.sh >$OUT/$script.out 2>$OUT/$script.err
                echo $? >$OUT/$script.status
            done
            exit 7
            """;

    private static final List<String> PROGRESS = new ArrayList<>();

    @TempDir
    private static Path out;

    private static Guest guest;
    private static StockKernel kernel;
    private static GuestResult result;

    @BeforeAll
    static void runAllScripts() {
        StockRelease release = StockRelease.find(System.getProperty("mqecn.stock", "bookworm"));
        Lab lab = new Lab(LocalMachine.current(), PROGRESS::add);
        kernel = lab.installStockKernel(release);
        guest = lab.prepareMachine(release.suite());
        result = guest.run(GuestSpec.shell(ALL_SCRIPTS, out).withProcessors(2).withLimit(TestLimits.GUEST));
    }

    @Test
    @DisplayName("runs a command like any other guest: streams, exit status, $OUT, files of the host")
    void runsCommand() throws IOException {
        assertEquals(kernel.release() + "\n2\n" + Path.of("").toAbsolutePath() + "\n", result.output());
        assertEquals("error\n", result.errors());
        assertEquals(7, result.exitStatus());
        assertEquals("saved\n", Files.readString(out.resolve("file")));
        assertTrue(Files.notExists(Path.of("/etc/new")));
    }

    @Test
    @DisplayName("without hardware virtualization says that it is emulated")
    void saysThatItIsEmulated() {
        boolean emulated = Accelerator.detect(LocalMachine.current()) == Accelerator.TCG;
        assertEquals(emulated, PROGRESS.stream().anyMatch(line -> line.contains("the machine is emulated")));
    }

    @Test
    @DisplayName("that does not boot in time is reported as such")
    void reportsGuestThatDoesNotBootInTime() throws IOException {
        UserError error = assertThrows(
                UserError.class, () -> guest.run(GuestSpec.shell("true", out).withLimit(Duration.ofMillis(500))));
        assertTrue(error.getMessage().startsWith("the guest did not boot in time; kernel log:\n"), error.getMessage());
        deleteRunFolder(error);
    }

    /** Its initial RAM disk is empty, so the kernel finds no file system. */
    @Test
    @DisplayName("that cannot boot is reported with the last lines of its console")
    void reportsGuestThatCannotBoot() throws IOException {
        MachineKernel broken = new MachineKernel(
                kernel.release(),
                kernel.machineKernel().image(),
                Optional.of(Files.createFile(out.resolve("initrd"))),
                false);
        Guest other = new Lab(LocalMachine.current(), PROGRESS::add)
                .prepareMachine(broken, new StockModules(kernel, new BuildTools()));
        UserError error = assertThrows(UserError.class, () -> other.run(GuestSpec.shell("true", out)));
        assertTrue(
                error.getMessage().startsWith("the guest ended before its command; kernel log:\n"), error.getMessage());
        assertTrue(
                error.getMessage().contains("Kernel panic - not syncing: VFS: Unable to mount root fs"),
                error.getMessage());
        deleteRunFolder(error);
    }

    /** The folder of a guest that failed remains, for its kernel's log. */
    private static void deleteRunFolder(UserError error) throws IOException {
        FileTrees.delete(Path.of(error.remedy().replaceFirst(".* ", "")).getParent());
    }

    @Test
    @DisplayName("loses count of no packet of two processors, while ports are changed and removed")
    void countsPacketsOfTwoProcessors() throws IOException {
        String output = outputOf("two-processors");
        assertTrue(output.endsWith("ports, device and module removed under traffic\n"), output);
    }

    @Test
    @DisplayName("counts each segment once in parents, and knows the clock of a time to send")
    void countsSegmentsAndKnowsClocks() throws IOException {
        String output = outputOf("versions");
        assertEquals(2, output.lines().count(), output);
    }

    @Test
    @DisplayName("has a port whose lock is taken once for a dump of 64 queues")
    void takesTheLockOnceForADump() throws IOException {
        assertEquals("64\ndwrr_snapshots_take\n", outputOf("dump-lock"));
    }

    @Test
    @DisplayName("has ports that mqecn installs, changes, shows and removes")
    void hasPorts() throws IOException {
        List<String> lines = outputOf("ports").lines().toList();
        assertEquals(1, lines.stream().filter("dwrr"::equals).count(), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("3076")), lines.toString());
        assertEquals("noqueue", lines.get(lines.size() - 1));
    }

    /**
     * The timers of an emulated machine are late by much more than the default bucket allows for. On a busy host some are
     * later than any bucket.
     */
    @Test
    @DisplayName("has a port that says what late timers cost it, and loses less with the bucket that it names")
    void saysThatTimersAreLate() throws IOException {
        List<String> lines = outputOf("late-timers").lines().toList();
        assertTrue(
                lines.get(0).matches("mqecn: warning: late timers cost .* 'mqecn set d0 bucket .*'"), lines.toString());
        assertTrue(lines.get(lines.size() - 2).startsWith("late timers cost "), lines.toString());
        String[] shallow = lines.get(lines.size() - 3).split(" ");
        String[] deep = lines.get(lines.size() - 1).split(" ");
        assertTrue(Integer.parseInt(deep[0]) >= Integer.parseInt(shallow[0]), lines.toString());
        assertTrue(Long.parseLong(deep[2]) < Long.parseLong(shallow[2]), lines.toString());
    }

    @Test
    @DisplayName("has one port for all transmit queues of a device, and mq again without it")
    void putsMqBack() throws IOException {
        String output = outputOf("transmit-queues");
        assertTrue(output.contains("qdisc dwrr 1: root refcnt"), output);
        assertTrue(output.contains("qdisc mq 0: root"), output);
        assertTrue(
                output.lines().reduce("", (first, last) -> last).matches("qdisc (pfifo_fast|fq_codel) .*"),
                "the transmit queue has no qdisc: " + output);
        String errors = Files.readString(out.resolve("transmit-queues.err"));
        assertTrue(errors.contains("t0 has several transmit queues"), errors);
    }

    @Test
    @DisplayName("says what to do about modules of another kernel, with a wrong signature and without one")
    void explainsWrongModules() throws IOException {
        String output = outputOf("wrong-modules");
        for (String expected : List.of(
                "was built for another kernel (0.",
                "the module's signature is damaged",
                "this kernel does not trust the key",
                "this kernel loads signed modules only")) {
            assertTrue(output.contains(expected), expected + ":\n" + output);
        }
    }

    /** The output of a script, which has to succeed. */
    private static String outputOf(String script) throws IOException {
        String output = Files.readString(out.resolve(script + ".out"));
        String errors = Files.readString(out.resolve(script + ".err"));
        assertEquals("0\n", Files.readString(out.resolve(script + ".status")), () -> output + errors);
        return output;
    }
}
