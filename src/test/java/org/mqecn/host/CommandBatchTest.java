// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mqecn.value.UserError;

final class CommandBatchTest {
    private static Command commandOf(String line) {
        return Command.of(line.split(" "));
    }

    /** The commands of a dry run, one line per process. */
    private static List<String> processes(String... lines) {
        List<String> run = new ArrayList<>();
        CommandBatch.of(Arrays.stream(lines).map(CommandBatchTest::commandOf).toList())
                .forEach(batch -> batch.run(command -> {
                    run.add(String.join(" ", command.words())
                            + (command.input().isEmpty() ? "" : "\n" + command.input()));
                    return new CommandResult(0, "", "");
                }));
        return run;
    }

    @Test
    void batchesNeighboursOfOneNamespace() {
        assertEquals(
                List.of(
                        "ip -n h1 -batch -\nlink set dev lo up\naddr add 10.0.0.1/24 dev eth0\n",
                        "ip -n h2 link set dev lo up",
                        "ip link set dev lo up"),
                processes(
                        "ip -n h1 link set dev lo up",
                        "ip -n h1 addr add 10.0.0.1/24 dev eth0",
                        "ip -n h2 link set dev lo up",
                        "ip link set dev lo up"));
    }

    @Test
    void passesOnWarningsOnce() {
        CommandBatch batch = CommandBatch.of(
                        List.of(commandOf("tc qdisc add dev a root dwrr"), commandOf("tc qdisc add dev b root dwrr")))
                .get(0);
        assertEquals(
                List.of("dwrr: unlikely value"),
                batch.run(command ->
                        new CommandResult(0, "", "Warning: dwrr: unlikely value.\nWarning: dwrr: unlikely value.\n")));
    }

    @Test
    void keepsThePluginPathOfTc() {
        assertEquals(
                List.of(
                        "env TC_LIB_DIR=/x tc -n s -batch -\nqdisc add dev a root dwrr\nqdisc add dev b root dwrr\n",
                        "tc -n s qdisc add dev c root fq"),
                processes(
                        "env TC_LIB_DIR=/x tc -n s qdisc add dev a root dwrr",
                        "env TC_LIB_DIR=/x tc -n s qdisc add dev b root dwrr",
                        "tc -n s qdisc add dev c root fq"));
    }

    @Test
    void mergesSysctls() {
        assertEquals(
                List.of("ip netns exec h sysctl -qw a=1 b=2", "sysctl -qw a=1"),
                processes("ip netns exec h sysctl -qw a=1", "ip netns exec h sysctl -qw b=2", "sysctl -qw a=1"));
    }

    @Test
    void doesNotBatchNetnsExec() {
        List<String> lines = List.of("ip netns exec h true", "ip netns exec h true", "rmmod x", "rmmod x");
        assertEquals(lines, processes(lines.toArray(String[]::new)));
    }

    @Test
    void doesNotBatchWordsThatNeedQuotes() {
        List<Command> commands = List.of(
                Command.of("ip", "link", "set", "dev", "a", "alias", "two words"), commandOf("ip link set dev a up"));
        assertEquals(2, CommandBatch.of(commands).size());
    }

    @Test
    void reportsTheFailedCommand() {
        CommandBatch batch = CommandBatch.of(
                        List.of(commandOf("ip -n h link set dev lo up"), commandOf("ip -n h link set dev x up")))
                .get(0);
        UserError error = assertThrows(
                UserError.class,
                () -> batch.run(command -> new CommandResult(1, "", "Cannot find device \"x\"\nCommand failed -:2\n")));
        assertEquals("'ip -n h link set dev x up' failed: Cannot find device \"x\"", error.getMessage());
    }
}
