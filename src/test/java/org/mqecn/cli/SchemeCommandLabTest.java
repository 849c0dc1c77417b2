// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

/** Each command is a process of its own, as for a user, who has added no schemes before. */
@Tag("lab")
@DisplayName("The way of an inventor, with a scheme that mqecn does not have")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SchemeCommandLabTest {
    private static final Path MQECN = Path.of("cli/mqecn").toAbsolutePath();
    private static final boolean DEBUG = "debug".equals(System.getProperty("mqecn.guest"));

    /** A port with the scheme, in a guest. */
    private static final String IN_GUEST =
            """
            exec 2>&1; set -e
            ip link add dv0 type veth peer name dv1; ip link set dv0 up; ip link set dv1 up
            say() { status=0; "$@" || status=$?; echo "[$status]"; }
            mqecn install dv0 --rate 100mbit --scheme my-scheme --my-scheme-thresh 0:5k all:9k
            mqecn set dv0 my-scheme-thresh 1:7k
            mqecn get dv0 my-scheme-thresh
            mqecn stats dv0 -o json | grep my_scheme_marks | head -1
            mqecn save
            mqecn validate /etc/mqecn/ports.d/dv0.yaml
            mqecn set dv0 ecn-scheme tcn
            mqecn apply
            tc qdisc show dev dv0 | grep -o 'ecn-scheme.*'
            say mqecn set dv0 my-scheme-thresh all:3gb
            say mqecn set dv0 ecn-scheme tcn my-scheme-thresh all:1k
            say mqecn scheme remove my-scheme
            say mqecn scheme show ../../tmp/module
            mqecn remove dv0
            [ ! -e /sys/module/sch_dwrr_my_scheme ]
            [ ! -e /sys/module/sch_dwrr ]
            release=$(uname -r)
            mkdir /run/other; cp "/lib/modules/$release/sch_dwrr_my-scheme.ko" /run/other
            sed -i "s/vermagic=$release/vermagic=0${release#?}/" /run/other/sch_dwrr_my-scheme.ko
            mount --bind /run/other/sch_dwrr_my-scheme.ko "/lib/modules/$release/sch_dwrr_my-scheme.ko"
            say mqecn install dv0 --rate 100mbit --scheme my-scheme
            tc qdisc show dev dv0 | grep -c dwrr || :
            """;

    @TempDir
    private static Path folder;

    private static CommandResult run(String line) {
        return new CommandRunner()
                .capture(Command.of("sh", "-c", "MQECN_SCHEMES=\"$PWD/added\" " + MQECN + " " + line), folder);
    }

    private static String succeed(String line) {
        CommandResult result = run(line);
        assertEquals(0, result.exitStatus(), () -> line + "\n" + result.output() + result.errors());
        return result.output();
    }

    private static String fail(int status, String line) {
        CommandResult result = run(line);
        assertEquals(status, result.exitStatus(), () -> line + "\n" + result.output() + result.errors());
        return result.output() + result.errors();
    }

    private static void edit(String from, String to) throws IOException {
        Path file = folder.resolve("my-scheme/my-scheme.c");
        String text = Files.readString(file);
        assertTrue(text.contains(from), from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    @Order(1)
    void newSchemeBuildsAndWrongOneIsRefused() throws IOException {
        assertEquals(4, succeed("scheme new my-scheme").lines().count());
        fail(2, "scheme new my-scheme");
        fail(2, "scheme build no-such-scheme");
        edit("state->marks++;", "state->marks++");
        String errors = fail(1, "scheme build my-scheme");
        assertTrue(errors.contains("my-scheme.c:36:23: error: expected ';'"), errors);
        assertFalse(Files.exists(folder.resolve("added/my-scheme.c")));
        edit("state->marks++", "state->marks++;");
        edit(".max = S32_MAX", ".max = 9");
        errors = fail(2, "scheme build my-scheme");
        assertTrue(errors.contains("my-scheme.c:13: "), errors);
        edit(".max = 9", ".max = S32_MAX");
        succeed("scheme build my-scheme");
        assertTrue(Files.exists(folder.resolve("added/my-scheme.c")));
    }

    @Test
    @Order(2)
    void allVerbsKnowIt() throws IOException {
        Files.writeString(folder.resolve("script"), IN_GUEST);
        List<String> lines = succeed("lab exec -- sh script").lines().toList();
        String all = String.join("\n", lines);
        assertTrue(all.contains("\n0:5120 1:7168 2:9216"), all);
        assertTrue(all.contains("\"my_scheme_marks\": "), all);
        assertTrue(all.contains("ecn-scheme my-scheme my-scheme-thresh 0:5Kb 1:7Kb"), all);
        assertTrue(all.contains("my-scheme-thresh 3gb is out of range"), all);
        assertTrue(all.contains("my-scheme-thresh is a parameter of my-scheme, and the ecn-scheme is tcn"), all);
        assertTrue(all.contains("the scheme my-scheme is in use by 1 port"), all);
        assertTrue(all.contains("'mqecn scheme build NAME --running' builds one for this kernel"), all);
        assertTrue(all.contains("a scheme has a name of lower-case letters, digits and '-'"), all);
        assertEquals("0", lines.get(lines.size() - 1), all);
    }

    @Test
    @Order(3)
    void itsModelFindsAMistake() throws IOException {
        String passed = succeed("scheme test my-scheme" + (DEBUG ? " --debug" : ""));
        assertTrue(passed.startsWith("passed  100000 packets as its model: "), passed);
        assertEquals(
                5,
                passed.lines()
                        .filter(line -> line.startsWith("passed  KUnit: "))
                        .count(),
                passed);
        assertTrue(passed.contains("passed  its module is unloaded and loaded again while packets are queued"), passed);
        assertEquals(DEBUG, passed.contains("kmemleak report nothing while my-scheme runs"), passed);
        assertFalse(passed.contains("FAILED"), passed);
        edit("view->queue_bytes <=", "view->queue_bytes <= 1500 +");
        String failed = fail(1, "scheme test my-scheme");
        assertTrue(failed.contains("my-scheme.c decides 'pass', its model 'mark'"), failed);
        edit("view->queue_bytes <= 1500 +", "view->queue_bytes <=");
        edit(".name\t= \"my-scheme\"", ".needs\t= 0,\n\t.metric\t= DWRR_METRIC_SOJOURN,\n\t.name\t= \"my-scheme\"");
        failed = fail(1, "scheme test my-scheme");
        assertTrue(failed.contains("scheme my-scheme: its metric is the sojourn time, which it does not need"), failed);
        edit(".needs\t= 0,\n\t.metric\t= DWRR_METRIC_SOJOURN,\n\t", "");
    }

    @Test
    @Order(4)
    void aSchemeThatCrashesTheKernelIsNamed() throws IOException {
        edit("struct state *state = view->state;\n\n\tif", "struct state *state = NULL;\n\n\tif");
        String report = fail(1, "scheme test my-scheme" + (DEBUG ? " --debug" : ""));
        assertTrue(report.contains("scheme my-scheme: the guest"), report);
        assertTrue(report.contains("enqueue"), report);
        edit("struct state *state = NULL;\n\n\tif", "struct state *state = view->state;\n\n\tif");
    }

    /** KUnit sees what is written near the state; KASAN also what is read. */
    @Test
    @Order(5)
    void aSchemeThatGoesBeyondItsStateIsFound() throws IOException {
        String inside = "state->marks++";
        String beyond = "state[DWRR_QUEUE_STATE / sizeof(*state)].marks++";
        edit(inside, beyond);
        String report = fail(1, "scheme test my-scheme" + (DEBUG ? " --debug" : ""));
        assertTrue(
                report.contains(
                        "FAILED  KUnit: schemes keep to the interface with lowest values: my-scheme wrote beyond the "
                                + "state of the queue, with lowest values: my-scheme-thresh=0"),
                report);
        assertTrue(report.contains("passed  its module stays while a port uses it"), report);
        assertEquals(DEBUG, report.contains("KASAN: slab-out-of-bounds in enqueue+"), report);
        edit(beyond, inside);
    }

    @Test
    @Order(6)
    void itIsAColumnBesideTheOthersAndOnlyItsRunsAreRepeated() throws IOException {
        String run = "run my-scheme/my-scheme.yaml --scheme my-scheme -o json";
        succeed(run);
        succeed("report results/my-scheme");
        Path other = folder.resolve("results/my-scheme/runs/per-queue_1.json");
        String before = Files.readString(other);
        edit(".def = 32000", ".def = 30000");
        CommandResult again = run(run);
        assertTrue(again.errors().contains("1 of 2 cases are complete already"), again.errors());
        assertEquals(before, Files.readString(other));
        assertTrue(Files.readString(folder.resolve("results/my-scheme/report.html"))
                .contains("my-scheme"));
        fail(3, "scheme remove no-such-scheme");
        succeed("scheme remove my-scheme");
        assertFalse(Files.exists(folder.resolve("added/my-scheme.c")));
        assertTrue(fail(2, "run mq-fig6 --scheme nothing --dry-run").contains("nothing"));
    }

    @Test
    @Order(7)
    void aBufferPolicyGoesTheSameWay() throws IOException {
        fail(2, "scheme new my-policy --for buffer");
        assertEquals(
                4, succeed("scheme new my-policy --for buffer-mode").lines().count());
        String passed = succeed("scheme test my-policy");
        assertTrue(passed.startsWith("passed  100000 packets as its model: 0 marked, "), passed);
        assertFalse(passed.contains("FAILED"), passed);
        succeed("run my-policy/my-policy.yaml --scheme my-policy");
        succeed("figure results/my-policy");
        String table = Files.readString(folder.resolve("results/my-policy/figures/1-table.csv"));
        assertEquals(1, held(table, "shared"), 0.01, table);
        assertEquals(3. / 4, held(table, "my-policy"), 0.01, table);
        succeed("scheme remove my-policy");
    }

    /** The share of the buffer that three busy queues hold: n of them leave 1 / (1 + n) to others, with alpha = 1. */
    private static double held(String table, String policy) {
        String row = table.lines()
                .filter(line -> line.startsWith(policy + ","))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(row.split(",")[3]) / 204_800;
    }
}
