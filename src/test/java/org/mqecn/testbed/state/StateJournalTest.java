// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;

final class StateJournalTest {
    private static final StateEntry ONE =
            new StateEntry("boot", "namespace a", new ResourceHandle("namespace", Map.of("name", "a")));
    private static final StateEntry TWO = new StateEntry(
            "boot", "sysctl x", new ResourceHandle("sysctl", Map.of("key", "x", "value", "1\t2%\n3", "old", "")));

    @TempDir
    private Path root;

    private LocalMachine machine;
    private Path journal;

    @BeforeEach
    void machine() {
        machine = new LocalMachine(root, root, root);
        journal = TestbedFolders.of(machine).state("t").resolve("journal");
    }

    @Test
    void entriesAreReadByTheNextProcess() {
        try (StateJournal journal = StateJournal.open(machine, "t")) {
            journal.add(List.of(ONE, TWO));
        }
        assertEquals(List.of(ONE, TWO), StateJournal.read(machine, "t"));
        try (StateJournal journal = StateJournal.open(machine, "t")) {
            assertEquals(List.of(ONE, TWO), journal.entries());
            journal.remove(List.of(ONE));
        }
        assertEquals(List.of(TWO), StateJournal.read(machine, "t"));
    }

    @Test
    void addedAttributesKeepTheOrder() {
        try (StateJournal journal = StateJournal.open(machine, "t")) {
            journal.add(List.of(ONE, TWO));
            journal.add(List.of(ONE.withAttributes(Map.of("inode", "7"))));
            assertEquals("7", journal.entries().get(0).handle().attribute("inode"));
        }
    }

    @Test
    void incompleteLastLineIsIgnoredAndRemoved() throws IOException {
        try (StateJournal journal = StateJournal.open(machine, "t")) {
            journal.add(List.of(ONE));
        }
        Files.writeString(journal, "boot\tnamespace b\tnames", StandardOpenOption.APPEND);
        assertEquals(List.of(ONE), StateJournal.read(machine, "t"));
        try (StateJournal journal = StateJournal.open(machine, "t")) {
            journal.add(List.of(TWO));
        }
        assertEquals(List.of(ONE, TWO), StateJournal.read(machine, "t"));
    }

    @Test
    void deleteRemovesAllFiles() throws IOException {
        Files.createDirectories(TestbedFolders.of(machine).runtime("t/steps"));
        try (StateJournal journal = StateJournal.open(machine, "t")) {
            journal.saveAppliedFile("name: t\n");
            assertTrue(StateJournal.appliedFile(machine, "t").isPresent());
            journal.delete();
        }
        assertFalse(StateJournal.exists(machine, "t"));
        assertFalse(Files.exists(TestbedFolders.of(machine).state()), "empty folders are deleted");
        assertFalse(Files.exists(TestbedFolders.of(machine).runtime()));
    }

    @Test
    void entryMatchesItsHandleWithMoreAttributes() {
        assertTrue(
                ONE.withAttributes(Map.of("inode", "7")).matches(new ResourceHandle("namespace", Map.of("name", "a"))));
        assertFalse(ONE.matches(new ResourceHandle("namespace", Map.of("name", "b"))));
    }
}
