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
 * What is ours of one testbed, in a folder of its own under {@code /var/lib/mqecn/testbeds}.
 *
 * <p>The journal has a line for each {@link StateEntry}, and one with only the part's name for what is gone again. A line
 * is on the disk before the thing that it tells of is made, so that whatever ends this process, the next one finds
 * everything. A last line that was cut short tells of something that was not made, and does not count.
 *
 * <p>Beside it is the file that was applied last. Who has a record open is alone with the testbed.
 */
public final class StateJournal implements AutoCloseable {
    private static final String JOURNAL = "journal";
    private static final String APPLIED = "applied";
    private static final String REMOVED = "-\t";

    private final LocalMachine machine;
    private final String testbed;
    private final FileChannel journal;
    private final Map<String, StateEntry> entries;

    private StateJournal(LocalMachine machine, String testbed, FileChannel journal, Map<String, StateEntry> entries) {
        this.machine = machine;
        this.testbed = testbed;
        this.journal = journal;
        this.entries = entries;
    }

    /** Names of all testbeds that there are records of. */
    public static List<String> testbedNames(LocalMachine machine) {
        try (Stream<Path> folders = Files.list(machine.savedTestbeds())) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether there is a record of that testbed. */
    public static boolean exists(LocalMachine machine, String testbed) {
        return Files.exists(machine.savedTestbeds().resolve(testbed).resolve(JOURNAL));
    }

    /** What is recorded, in the order of making; another process may be changing it. */
    public static List<StateEntry> read(LocalMachine machine, String testbed) {
        try {
            return List.copyOf(replay(Files.readString(
                            machine.savedTestbeds().resolve(testbed).resolve(JOURNAL)))
                    .values());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw cannotRead(testbed, e);
        }
    }

    /** What this boot made for all testbeds but one, by their names. */
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

    /** The file that was applied last; empty where none came up whole. */
    public static Optional<Path> appliedFile(LocalMachine machine, String testbed) {
        return Optional.of(machine.savedTestbeds()
                        .resolve(testbed)
                        .resolve(APPLIED)
                        .resolve(testbed + ".yaml"))
                .filter(Files::exists);
    }

    /**
     * Opens a record, making it where there is none.
     *
     * @throws UserError where another process has it open, or it cannot be written
     */
    public static StateJournal open(LocalMachine machine, String testbed) {
        Path folder = machine.savedTestbeds().resolve(testbed);
        try {
            while (true) {
                LockFile lock = LockFile.tryAcquire(folder.resolve(JOURNAL))
                        .orElseThrow(() -> new UserError(
                                "another mqecn is working on testbed " + testbed, "wait until it is done"));
                Optional<StateJournal> record = load(machine, testbed, lock);
                if (record.isPresent()) {
                    return record.get();
                }
                lock.close();
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot open the record of testbed " + testbed + " in " + folder + ": " + IoErrors.reason(e),
                    "run mqecn as root (with sudo)");
        }
    }

    /** Empty where a 'down' deleted the file between our opening and our locking it. */
    private static Optional<StateJournal> load(LocalMachine machine, String testbed, LockFile lock) throws IOException {
        Path file = machine.savedTestbeds().resolve(testbed).resolve(JOURNAL);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        FileChannel journal = lock.channel();
        journal.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        journal.position(journal.size());
        sync(file.getParent());
        sync(file.getParent().getParent());
        return Optional.of(new StateJournal(machine, testbed, journal, replay(whole)));
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

    /** What is recorded, in the order of making. */
    public List<StateEntry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<StateEntry> of(Resource resource) {
        return Optional.ofNullable(entries.get(resource.name()));
    }

    /** Records what is about to be made, or what more is known about it now. */
    public void add(Collection<StateEntry> added) {
        append(added.stream().map(StateEntry::format).toList());
        added.forEach(entry -> entries.put(entry.resource(), entry));
    }

    /** Takes note of what is gone. */
    public void remove(Collection<StateEntry> gone) {
        append(gone.stream().map(entry -> REMOVED + entry.resource()).toList());
        gone.forEach(entry -> entries.remove(entry.resource()));
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
                    "cannot write to the record of testbed " + testbed + " in " + folder() + ": " + IoErrors.reason(e),
                    "");
        }
    }

    private Path folder() {
        return machine.savedTestbeds().resolve(testbed);
    }

    /** Keeps the file that is applied now. */
    public void saveAppliedFile(String text) {
        Path applied = folder().resolve(APPLIED);
        try {
            AtomicFile.write(applied.resolve(testbed + ".yaml"), text);
        } catch (IOException e) {
            throw new UserError("cannot keep the testbed's file in " + applied + ": " + IoErrors.reason(e), "");
        }
    }

    /** Deletes the record and all other files of the testbed, the lock last. */
    public void delete() {
        delete(machine.runningTestbeds().resolve(testbed));
        deleteIfEmpty(machine.runningTestbeds());
        deleteIfEmpty(machine.runningTestbeds().getParent());
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
            // Others have something in it, or it is gone already: both are well.
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
                "cannot read the record of testbed " + testbed + ": " + IoErrors.reason(e),
                "run mqecn as root (with sudo)");
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UserError("cannot close the record of testbed " + testbed + ": " + IoErrors.reason(e), "");
        }
    }
}
