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
import org.mqecn.port.UserError;

final class PlanTest {
    private static final CommandRunner RUNNER = new CommandRunner();

    @TempDir
    private Path folder;

    private Plan mkdir(Plan plan, String name) {
        String path = folder.resolve(name).toString();
        return plan.add(List.of("mkdir", path), List.of("rmdir", path));
    }

    private boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    @Test
    void runsInOrder() {
        mkdir(mkdir(new Plan(), "a"), "a/b").run(RUNNER, () -> { });
        assertTrue(exists("a/b"));
    }

    @Test
    void passesOnWhatIsWarnedOfByThoseWhoSucceed() {
        Plan plan = mkdir(new Plan().add(List.of("sh", "-c", "echo 'Warning: dwrr: hardly meant.' >&2; echo other >&2")), "a");
        assertEquals(List.of("dwrr: hardly meant"), plan.run(RUNNER, () -> { }));
    }

    @Test
    void tellsAConsequenceOnceAndWithItsValues() {
        List<String> ours = List.of("a (3) is not below b (2): it drops", "c does not count");
        assertEquals(List.of("dwrr: d is odd: it waits", "a (3) is not below b (2): it drops", "c does not count"),
                Warnings.of(List.of("dwrr: a is not below b: it drops", "dwrr: d is odd: it waits"), ours));
    }

    @Test
    void takesBackInReverseWhatWasDoneBeforeAFailure() {
        Plan plan = mkdir(mkdir(new Plan(), "a"), "a/b").add(List.of("sh", "-c", "echo 'Error: no.' >&2; false"));
        UserError error = assertThrows(UserError.class, () -> plan.run(RUNNER, () -> { }));
        assertFalse(exists("a"));
        assertTrue(error.getMessage().endsWith("failed: no; what was done before it is taken back"),
                error.getMessage());
    }

    @Test
    void takesAllBackWhereTheCheckFails() {
        Plan plan = mkdir(new Plan(), "a");
        assertThrows(UserError.class, () -> plan.run(RUNNER, () -> {
            throw new UserError("not as asked for", "");
        }));
        assertFalse(exists("a"));
    }

    @Test
    void namesWhatCouldNotBeTakenBack() {
        Plan plan = new Plan().add(List.of("true"), List.of("false", "it's")).add(List.of("false"));
        UserError error = assertThrows(UserError.class, () -> plan.run(RUNNER, () -> { }));
        assertTrue(error.getMessage().contains("not everything could be taken back"), error.getMessage());
        assertTrue(error.remedy().endsWith("then run by hand: false 'it'\\''s'"), error.remedy());
    }

    @Test
    void linesPastedIntoAShellAreTheSameWords() {
        List<String> words = List.of("plain", "a b", "it's", "$HOME", "*", "", "\"", "a\nb", "k=v", "1:2", "é",
                "!x", "~");
        List<String> command = new ArrayList<>(List.of("printf", "<%s>"));
        command.addAll(words);
        String line = new Plan().add(command).lines().get(0);
        assertEquals("<" + String.join("><", words) + ">", RUNNER.capture(List.of("sh", "-c", line)).output());
    }

    @Test
    void aMissingProgramIsToldByName() {
        UserError error = assertThrows(UserError.class,
                () -> new Plan().add(List.of("no-such-program-here")).run(RUNNER, () -> { }));
        assertTrue(error.getMessage().contains("no-such-program-here"), error.getMessage());
    }
}
