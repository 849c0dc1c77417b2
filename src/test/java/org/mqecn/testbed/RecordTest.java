// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

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
import org.mqecn.host.Machine;

final class RecordTest {
    private static final Entry ONE = new Entry("boot", "namespace a", new Trace("namespace", Map.of("name", "a")));
    private static final Entry TWO = new Entry("boot", "sysctl x",
            new Trace("sysctl", Map.of("key", "x", "value", "1\t2%\n3", "old", "")));

    @TempDir
    private Path root;
    private Machine machine;
    private Path journal;

    @BeforeEach
    void machine() {
        machine = new Machine(root, root, root);
        journal = machine.testbeds().resolve("t").resolve("journal");
    }

    @Test
    void whatIsWrittenIsReadByTheNext() {
        try (Record record = Record.open(machine, "t")) {
            record.add(List.of(ONE, TWO));
        }
        assertEquals(List.of(ONE, TWO), Record.read(machine, "t"));
        try (Record record = Record.open(machine, "t")) {
            assertEquals(List.of(ONE, TWO), record.entries());
            record.forget(List.of(ONE));
        }
        assertEquals(List.of(TWO), Record.read(machine, "t"));
    }

    @Test
    void whatIsKnownLaterKeepsItsPlace() {
        try (Record record = Record.open(machine, "t")) {
            record.add(List.of(ONE, TWO));
            record.add(List.of(ONE.with(Map.of("inode", "7"))));
            assertEquals("7", record.entries().get(0).trace().fact("inode"));
        }
    }

    @Test
    void aLineThatWasCutShortDoesNotCountAndIsNotWrittenOnto() throws IOException {
        try (Record record = Record.open(machine, "t")) {
            record.add(List.of(ONE));
        }
        Files.writeString(journal, "boot\tnamespace b\tnames", StandardOpenOption.APPEND);
        assertEquals(List.of(ONE), Record.read(machine, "t"));
        try (Record record = Record.open(machine, "t")) {
            record.add(List.of(TWO));
        }
        assertEquals(List.of(ONE, TWO), Record.read(machine, "t"));
    }

    @Test
    void deletingLeavesNothing() throws IOException {
        Files.createDirectories(machine.running().resolve("t/steps"));
        try (Record record = Record.open(machine, "t")) {
            record.keep("name: t\n");
            assertTrue(Record.applied(machine, "t").isPresent());
            record.delete();
        }
        assertFalse(Record.exists(machine, "t"));
        assertFalse(Files.exists(machine.testbeds()), "empty folders go too");
        assertFalse(Files.exists(machine.running()));
    }

    @Test
    void anEntryIsOfItsPartWhateverElseIsKnown() {
        assertTrue(ONE.with(Map.of("inode", "7")).isOf(new Trace("namespace", Map.of("name", "a"))));
        assertFalse(ONE.isOf(new Trace("namespace", Map.of("name", "b"))));
    }
}
