// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;

/**
 * What is ours of one testbed, in a folder of its own under {@code /var/lib/mqecn/testbeds}.
 *
 * <p>The journal has a line for each {@link Entry}, and one with only the part's name for what is gone again. A line
 * is on the disk before the thing that it tells of is made, so that whatever ends this process, the next one finds
 * everything. A last line that was cut short tells of something that was not made, and does not count.
 *
 * <p>Beside it is the file that was applied last. Who has a record open is alone with the testbed.
 */
final class Record implements AutoCloseable {
    private static final String JOURNAL = "journal";
    private static final String APPLIED = "applied";
    private static final String GONE = "-\t";

    private final Machine machine;
    private final String testbed;
    private final FileChannel journal;
    private final Map<String, Entry> entries;

    private Record(Machine machine, String testbed, FileChannel journal, Map<String, Entry> entries) {
        this.machine = machine;
        this.testbed = testbed;
        this.journal = journal;
        this.entries = entries;
    }

    /** Names of all testbeds that there are records of. */
    static List<String> names(Machine machine) {
        try (Stream<Path> folders = Files.list(machine.testbeds())) {
            return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether there is a record of that testbed. */
    static boolean exists(Machine machine, String testbed) {
        return Files.exists(machine.testbeds().resolve(testbed).resolve(JOURNAL));
    }

    /** What is recorded, in the order of making; another process may be changing it. */
    static List<Entry> read(Machine machine, String testbed) {
        try {
            return List.copyOf(replay(Files.readString(machine.testbeds().resolve(testbed).resolve(JOURNAL))).values());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(testbed, e);
        }
    }

    /** What this boot made for all testbeds but one, by their names. */
    static Map<String, List<Entry>> others(Machine machine, String testbed) {
        String boot = machine.boot();
        Map<String, List<Entry>> others = new TreeMap<>();
        names(machine).stream().filter(name -> !name.equals(testbed)).forEach(name -> others.put(name,
                read(machine, name).stream().filter(entry -> entry.boot().equals(boot)).toList()));
        return others;
    }

    /** The file that was applied last; empty where none came up whole. */
    static Optional<Path> applied(Machine machine, String testbed) {
        return Optional.of(machine.testbeds().resolve(testbed).resolve(APPLIED).resolve(testbed + ".yaml"))
                .filter(Files::exists);
    }

    /**
     * Opens a record, making it where there is none.
     *
     * @throws UserError where another process has it open, or it cannot be written
     */
    static Record open(Machine machine, String testbed) {
        Path folder = machine.testbeds().resolve(testbed);
        try {
            while (true) {
                Files.createDirectories(folder);
                FileChannel journal = FileChannel.open(folder.resolve(JOURNAL), StandardOpenOption.CREATE,
                        StandardOpenOption.READ, StandardOpenOption.WRITE);
                Optional<Record> record = lock(machine, testbed, journal);
                if (record.isPresent()) {
                    return record.get();
                }
                journal.close();
            }
        } catch (IOException e) {
            throw new UserError("cannot open the record of testbed " + testbed + " in " + folder + ": "
                    + reason(e), "run mqecn as root (with sudo)");
        }
    }

    /** Empty where a 'down' deleted the file between our opening and our locking it. */
    private static Optional<Record> lock(Machine machine, String testbed, FileChannel journal) throws IOException {
        FileLock lock = journal.tryLock();
        if (lock == null) {
            journal.close();
            throw new UserError("another mqecn is working on testbed " + testbed, "wait until it is done");
        }
        Path file = machine.testbeds().resolve(testbed).resolve(JOURNAL);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        journal.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        journal.position(journal.size());
        sync(file.getParent());
        sync(file.getParent().getParent());
        return Optional.of(new Record(machine, testbed, journal, replay(whole)));
    }

    static Map<String, Entry> replay(String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            if (line.startsWith(GONE)) {
                entries.remove(line.substring(GONE.length()));
            } else {
                Entry.parse(line).ifPresent(entry -> entries.put(entry.part(), entry));
            }
        }
        return entries;
    }

    /** What is recorded, in the order of making. */
    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<Entry> of(Part part) {
        return Optional.ofNullable(entries.get(part.name()));
    }

    /** Records what is about to be made, or what more is known about it now. */
    void add(Collection<Entry> added) {
        append(added.stream().map(Entry::line).toList());
        added.forEach(entry -> entries.put(entry.part(), entry));
    }

    /** Takes note of what is gone. */
    void forget(Collection<Entry> gone) {
        append(gone.stream().map(entry -> GONE + entry.part()).toList());
        gone.forEach(entry -> entries.remove(entry.part()));
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
            throw new UserError("cannot write to the record of testbed " + testbed + " in " + folder() + ": "
                    + reason(e), "");
        }
    }

    private Path folder() {
        return machine.testbeds().resolve(testbed);
    }

    /** Keeps the file that is applied now. */
    void keep(String text) {
        Path applied = folder().resolve(APPLIED);
        try {
            Files.createDirectories(applied);
            Path fresh = Files.writeString(applied.resolve("new"), text);
            Files.move(fresh, applied.resolve(testbed + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UserError("cannot keep the testbed's file in " + applied + ": " + reason(e), "");
        }
    }

    /** Deletes the record and all other files of the testbed, the lock last. */
    void delete() {
        delete(machine.running().resolve(testbed));
        deleteIfEmpty(machine.running());
        deleteIfEmpty(machine.running().getParent());
        delete(folder());
        deleteIfEmpty(folder().getParent());
        deleteIfEmpty(folder().getParent().getParent());
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            // The journal is the last file of its folder: until then, a next try would find the testbed.
            Comparator<Path> journalLast = Comparator.comparing(file -> file.endsWith(JOURNAL));
            for (Path file : files.filter(each -> !Files.isDirectory(each)).sorted(journalLast).toList()) {
                Files.delete(file);
            }
            deleteFolders(folder);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UserError("cannot delete " + folder + ": " + reason(e), "delete it by hand");
        }
    }

    private static void deleteFolders(Path folder) throws IOException {
        try (Stream<Path> folders = Files.walk(folder)) {
            List<Path> inner = new ArrayList<>(folders.sorted(Comparator.reverseOrder()).toList());
            for (Path each : inner) {
                Files.delete(each);
            }
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

    private static UserError unreadable(String testbed, IOException e) {
        return new UserError("cannot read the record of testbed " + testbed + ": " + reason(e),
                "run mqecn as root (with sudo)");
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceFirst("Exception$", "") + " " + e.getMessage();
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UserError("cannot close the record of testbed " + testbed + ": " + reason(e), "");
        }
    }
}
