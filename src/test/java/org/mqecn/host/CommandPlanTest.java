// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;

final class CommandPlanTest {
    private static final CommandRunner RUNNER = new CommandRunner();

    @TempDir
    private Path folder;

    private CommandPlan mkdir(CommandPlan commandPlan, String name) {
        String path = folder.resolve(name).toString();
        return commandPlan.add(Command.of("mkdir", path), Command.of("rmdir", path));
    }

    private boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    @Test
    void runsInOrder() {
        mkdir(mkdir(new CommandPlan(), "a"), "a/b").run(RUNNER, () -> {});
        assertTrue(exists("a/b"));
    }

    @Test
    void returnsWarningsOfSuccessfulCommands() {
        CommandPlan commandPlan = mkdir(
                new CommandPlan()
                        .add(Command.of("sh", "-c", "echo 'Warning: dwrr: unlikely value.' >&2; echo other >&2")),
                "a");
        assertEquals(List.of("dwrr: unlikely value"), commandPlan.run(RUNNER, () -> {}));
    }

    @Test
    void mergesDuplicateWarnings() {
        List<String> settingWarnings = List.of("a (3) is not below b (2): it drops", "c is ignored");
        assertEquals(
                List.of("dwrr: d is odd: it waits", "a (3) is not below b (2): it drops", "c is ignored"),
                WarningMerger.merge(
                        List.of("dwrr: a is not below b: it drops", "dwrr: d is odd: it waits"), settingWarnings));
    }

    @Test
    void rollsBackInReverseOrder() {
        CommandPlan commandPlan =
                mkdir(mkdir(new CommandPlan(), "a"), "a/b").add(Command.of("sh", "-c", "echo 'Error: no.' >&2; false"));
        UserError error = assertThrows(UserError.class, () -> commandPlan.run(RUNNER, () -> {}));
        assertFalse(exists("a"));
        assertTrue(error.getMessage().endsWith("failed: no; changes were rolled back"), error.getMessage());
    }

    @Test
    void rollsBackIfTheCheckFails() {
        CommandPlan commandPlan = mkdir(new CommandPlan(), "a");
        assertThrows(
                UserError.class,
                () -> commandPlan.run(RUNNER, () -> {
                    throw new UserError("kernel state differs", "");
                }));
        assertFalse(exists("a"));
    }

    @Test
    void reportsFailedRollback() {
        CommandPlan commandPlan = new CommandPlan()
                .add(Command.of("true"), Command.of("false", "it's"))
                .add(Command.of("false"));
        UserError error = assertThrows(UserError.class, () -> commandPlan.run(RUNNER, () -> {}));
        assertTrue(error.getMessage().contains("rollback was incomplete"), error.getMessage());
        assertTrue(error.remedy().endsWith("then run by hand: false 'it'\\''s'"), error.remedy());
    }

    @Test
    void linesPastedIntoAShellAreTheSameWords() {
        List<String> words =
                List.of("plain", "a b", "it's", "$HOME", "*", "", "\"", "a\nb", "k=v", "1:2", "é", "!x", "~");
        List<String> command = new ArrayList<>(List.of("printf", "<%s>"));
        command.addAll(words);
        String line = new CommandPlan().add(Command.of(command)).shellLines().get(0);
        assertEquals(
                "<" + String.join("><", words) + ">",
                RUNNER.capture(List.of("sh", "-c", line)).output());
    }

    @Test
    void reportsAMissingProgramByName() {
        UserError error = assertThrows(
                UserError.class,
                () -> new CommandPlan().add(Command.of("no-such-program-here")).run(RUNNER, () -> {}));
        assertTrue(error.getMessage().contains("no-such-program-here"), error.getMessage());
    }
}
