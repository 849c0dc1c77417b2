// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads the processes of this machine from {@code /proc}. */
public final class ProcessTable {
    /** Tolerance between process start times and file times, in milliseconds. */
    private static final long CLOCK_TOLERANCE_MS = 50;

    private static final int TICK_MILLISECONDS = 10;
    private static final int MILLISECONDS = 1000;
    /** Indices of fields of /proc/PID/stat after the name, which may contain any character. */
    private static final int SESSION = 3;

    private static final int START = 19;

    private final Path folder;

    public ProcessTable(LocalMachine machine) {
        this.folder = machine.root().resolve("proc");
    }

    /**
     * The process of a pid file. A process that started after the file was written is a different one with a reused
     * pid.
     */
    public Optional<String> findByPidFile(Path pidFile) {
        return SmallFile.read(pidFile).filter(pid -> pid.matches("\\d+")).filter(pid -> {
            Optional<Instant> start = startTime(pid);
            return start.isPresent()
                    && !start.get().isAfter(modificationTime(pidFile).plusMillis(CLOCK_TOLERANCE_MS));
        });
    }

    private static Instant modificationTime(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.MIN;
        }
    }

    /** Empty if the process has ended or is a zombie. */
    private Optional<Instant> startTime(String pid) {
        Optional<String> uptime = SmallFile.read(folder.resolve("uptime"));
        Instant now = Instant.now();
        return readStat(pid)
                .filter(fields -> !fields.get(0).matches("[ZX]"))
                .flatMap(fields -> uptime.map(text -> {
                    double up = Double.parseDouble(text.split(" ")[0]);
                    long age = Math.round(up * MILLISECONDS) - Long.parseLong(fields.get(START)) * TICK_MILLISECONDS;
                    return now.minusMillis(age);
                }));
    }

    private Optional<List<String>> readStat(String pid) {
        return SmallFile.read(folder.resolve(pid).resolve("stat"))
                .map(text -> List.of(
                        text.substring(text.lastIndexOf(')') + 1).strip().split(" ")));
    }

    /** The other processes in a process's session: those that it started, except daemons. */
    public List<String> sessionMembers(String pid) {
        Optional<String> session = sessionId(pid);
        return listIds()
                .filter(other -> !other.equals(pid) && session.isPresent() && session.equals(sessionId(other)))
                .toList();
    }

    private Optional<String> sessionId(String pid) {
        return readStat(pid).map(fields -> fields.get(SESSION));
    }

    /** The processes that are in a network namespace, by its inode. */
    public List<String> findInNamespace(String inode) {
        return listIds()
                .filter(pid -> readLink(pid, "ns/net").equals("net:[" + inode + "]"))
                .toList();
    }

    /** The processes with this working directory. */
    public List<String> findInFolder(Path where) {
        return listIds()
                .filter(pid -> readLink(pid, "cwd").equals(where.toString()))
                .toList();
    }

    /** The running processes with a matching command line. */
    public List<String> findByCommandLine(Predicate<List<String>> kind) {
        return listIds().filter(pid -> kind.test(commandLine(pid))).toList();
    }

    /** The command line of a process; empty if it has ended. */
    public List<String> commandLine(String pid) {
        return SmallFile.read(folder.resolve(pid).resolve("cmdline"))
                .filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split("\0")))
                .orElse(List.of());
    }

    private String readLink(String pid, String name) {
        try {
            return Files.readSymbolicLink(folder.resolve(pid).resolve(name)).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** The name of a process. */
    public String name(String pid) {
        return SmallFile.read(folder.resolve(pid).resolve("comm")).orElse("ended");
    }

    private Stream<String> listIds() {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
