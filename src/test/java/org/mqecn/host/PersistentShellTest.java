// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersistentShellTest {
    @TempDir
    private Path folder;

    @Test
    void oneShellRunsManyCommands() {
        try (PersistentShell shell = new PersistentShell(folder)) {
            assertEquals(
                    "it's $HOME",
                    shell.apply(Command.of("printf", "%s", "it's $HOME")).errors());
            assertEquals(
                    3,
                    shell.apply(Command.of("sh", "-c", "echo no >&2; exit 3")).exitStatus());
            CommandResult missing = shell.apply(Command.of("no-such-program-here"));
            assertEquals(127, missing.exitStatus());
            assertTrue(missing.errors().contains("no-such-program-here"), missing.errors());
            assertTrue(shell.apply(Command.of("true")).succeeded());
        }
    }

    @Test
    void aCommandReadsItsOwnInputAndNotTheNextCommand() throws Exception {
        String file = folder.resolve("file").toString();
        try (PersistentShell shell = new PersistentShell(folder)) {
            assertTrue(shell.apply(Command.writeFile(file, "a 'b'\n$c")).succeeded());
            assertEquals("", shell.apply(Command.of("cat")).errors());
        }
        assertEquals("a 'b'\n$c\n", Files.readString(Path.of(file)));
    }

    @Test
    void itRunsInItsFolder() {
        try (PersistentShell shell = new PersistentShell(folder)) {
            assertFalse(shell.apply(Command.of("test", "-e", "here")).succeeded());
            shell.apply(Command.of("touch", "here"));
        }
        assertTrue(Files.exists(folder.resolve("here")));
    }
}
