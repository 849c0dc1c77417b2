// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mqecn.host.AtomicFile;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.LockFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The journal of the resources that exist because of one testbed, in {@code /var/lib/mqecn/testbeds/NAME}.
 *
 * <p>It is a write-ahead log: the line of a {@link StateEntry} is on the disk before the resource is created, so that
 * the next process finds everything, however this one ends. A removed resource has a line with its name only. An
 * incomplete last line is ignored: its resource was not created.
 *
 * <p>The folder also has the testbed file that was applied last. A process that has the journal open has the testbed
 * locked.
 */
public final class StateJournal implements AutoCloseable {
    private static final String JOURNAL = "journal";
    private static final String APPLIED = "applied";
    private static final String REMOVED = "-\t";

    private final TestbedFolders folders;
    private final String testbed;
    private final FileChannel journal;
    private final Map<String, StateEntry> entries;

    private StateJournal(TestbedFolders folders, String testbed, FileChannel journal, Map<String, StateEntry> entries) {
        this.folders = folders;
        this.testbed = testbed;
        this.journal = journal;
        this.entries = entries;
    }

    /** Names of all testbeds that have a journal. */
    public static List<String> testbedNames(LocalMachine machine) {
        try (Stream<Path> folders = Files.list(TestbedFolders.of(machine).state())) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether a testbed has a journal. */
    public static boolean exists(LocalMachine machine, String testbed) {
        return Files.exists(TestbedFolders.of(machine).state(testbed).resolve(JOURNAL));
    }

    /** The entries in the order of creation. Another process may append to the journal at the same time. */
    public static List<StateEntry> read(LocalMachine machine, String testbed) {
        try {
            return List.copyOf(replay(Files.readString(
                            TestbedFolders.of(machine).state(testbed).resolve(JOURNAL)))
                    .values());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw cannotRead(testbed, e);
        }
    }

    /** The entries of this boot of all testbeds except one, by the name of the testbed. */
    public static Map<String, List<StateEntry>> entriesOfOtherTestbeds(LocalMachine machine, String testbed) {
        String boot = machine.bootId();
        Map<String, List<StateEntry>> others = new TreeMap<>();
        testbedNames(machine).stream()
                .filter(name -> !name.equals(testbed))
                .forEach(name -> others.put(
                        name,
                        read(machine, name).stream()
                                .filter(entry -> entry.bootId().equals(boot))
                                .toList()));
        return others;
    }

    /** The testbed file that was applied last; empty if none was applied completely. */
    public static Optional<Path> appliedFile(LocalMachine machine, String testbed) {
        return Optional.of(TestbedFolders.of(machine)
                        .state(testbed)
                        .resolve(APPLIED)
                        .resolve(testbed + ".yaml"))
                .filter(Files::exists);
    }

    /**
     * Opens the journal of a testbed, and creates it if there is none.
     *
     * @throws UserError if another process has it open, or it cannot be written
     */
    public static StateJournal open(LocalMachine machine, String testbed) {
        TestbedFolders folders = TestbedFolders.of(machine);
        Path folder = folders.state(testbed);
        try {
            while (true) {
                LockFile lock = LockFile.tryAcquire(folder.resolve(JOURNAL))
                        .orElseThrow(() -> new UserError(
                                "testbed " + testbed + " is locked by another mqecn process", "wait until it ends"));
                Optional<StateJournal> journal = load(folders, testbed, lock);
                if (journal.isPresent()) {
                    return journal.get();
                }
                lock.close();
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot open the state journal of testbed " + testbed + " in " + folder + ": " + IoErrors.reason(e),
                    "run mqecn as root (with sudo)");
        }
    }

    /** Loads the entries; empty if another process deleted the file between opening and locking it. */
    private static Optional<StateJournal> load(TestbedFolders folders, String testbed, LockFile lock)
            throws IOException {
        Path file = folders.state(testbed).resolve(JOURNAL);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        String complete = text.substring(0, text.lastIndexOf('\n') + 1);
        FileChannel journal = lock.channel();
        journal.truncate(complete.getBytes(StandardCharsets.UTF_8).length);
        journal.position(journal.size());
        sync(file.getParent());
        sync(file.getParent().getParent());
        return Optional.of(new StateJournal(folders, testbed, journal, replay(complete)));
    }

    static Map<String, StateEntry> replay(String text) {
        Map<String, StateEntry> entries = new LinkedHashMap<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            if (line.startsWith(REMOVED)) {
                entries.remove(line.substring(REMOVED.length()));
            } else {
                StateEntry.parse(line).ifPresent(entry -> entries.put(entry.resource(), entry));
            }
        }
        return entries;
    }

    /** The entries in the order of creation. */
    public List<StateEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** Records resources before they are created, or adds attributes to their entries. */
    public void add(Collection<StateEntry> added) {
        append(added.stream().map(StateEntry::format).toList());
        added.forEach(entry -> entries.put(entry.resource(), entry));
    }

    /** Records that resources do not exist any more. */
    public void remove(Collection<StateEntry> removed) {
        append(removed.stream().map(entry -> REMOVED + entry.resource()).toList());
        removed.forEach(entry -> entries.remove(entry.resource()));
    }

    private void append(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                journal.write(bytes);
            }
            journal.force(false);
        } catch (IOException e) {
            throw new UserError(
                    "cannot write to the state journal of testbed " + testbed + " in " + folder() + ": "
                            + IoErrors.reason(e),
                    "");
        }
    }

    private Path folder() {
        return folders.state(testbed);
    }

    /** Saves the testbed file that is applied now. */
    public void saveAppliedFile(String text) {
        Path applied = folder().resolve(APPLIED);
        try {
            AtomicFile.write(applied.resolve(testbed + ".yaml"), text);
        } catch (IOException e) {
            throw new UserError("cannot save the testbed file in " + applied + ": " + IoErrors.reason(e), "");
        }
    }

    /** Deletes all files of the testbed, the locked journal last. */
    public void delete() {
        delete(folders.runtime(testbed));
        deleteIfEmpty(folders.runtime());
        deleteIfEmpty(folders.runtime().getParent());
        delete(folder());
        deleteIfEmpty(folder().getParent());
        deleteIfEmpty(folder().getParent().getParent());
    }

    private static void delete(Path folder) {
        // The journal is the last file: until it is gone, another attempt would find the testbed.
        Comparator<Path> journalLast = Comparator.comparing(file -> file.endsWith(JOURNAL));
        try {
            FileTrees.delete(folder, journalLast);
        } catch (IOException e) {
            throw new UserError("cannot delete " + folder + ": " + IoErrors.reason(e), "delete it by hand");
        }
    }

    private static void deleteIfEmpty(Path folder) {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            // The folder is in use, or another process deleted it.
            return;
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static UserError cannotRead(String testbed, IOException e) {
        return new UserError(
                "cannot read the state journal of testbed " + testbed + ": " + IoErrors.reason(e),
                "run mqecn as root (with sudo)");
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UserError("cannot close the state journal of testbed " + testbed + ": " + IoErrors.reason(e), "");
        }
    }
}
