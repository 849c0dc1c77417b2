// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.LockFile;
import org.mqecn.host.SmallFile;

/**
 * A CPU of the host to which a guest is pinned. A guest consists of two processes that wake each other at every system
 * call and page fault and never run at the same time; on one CPU that takes a quarter less time than on two.
 *
 * <p>If all CPUs are in use by other guests, a guest is not pinned.
 */
final class PinnedCpu implements AutoCloseable {
    private static final Path PROC_STATUS = Path.of("proc/self/status");
    private static final String ALLOWED_LABEL = "Cpus_allowed_list:";

    private final List<String> commandPrefix;
    private final Closeable lock;

    private PinnedCpu(List<String> words, Closeable lock) {
        this.commandPrefix = words;
        this.lock = lock;
    }

    /**
     * Acquires the first CPU that no other guest uses; pins to none if there is none.
     *
     * @param folder of the lock files of CPUs
     */
    static PinnedCpu acquire(LocalMachine host, Path folder) throws IOException {
        for (int number : parseAllowedCpus(
                SmallFile.read(host.root().resolve(PROC_STATUS)).orElse(""))) {
            Optional<LockFile> lock = LockFile.tryAcquire(folder.resolve(number + ".lock"));
            if (lock.isPresent()) {
                return new PinnedCpu(List.of("taskset", "--cpu-list", Integer.toString(number)), lock.get());
            }
        }
        return new PinnedCpu(List.of(), () -> {});
    }

    /** The CPUs that a process may run on, from its {@code /proc/self/status}: {@code 0-3,8}. */
    static List<Integer> parseAllowedCpus(String status) {
        return status.lines()
                .filter(line -> line.startsWith(ALLOWED_LABEL))
                .flatMap(line ->
                        Stream.of(line.substring(ALLOWED_LABEL.length()).strip().split(",")))
                .map(range -> range.split("-"))
                .flatMap(ends -> IntStream.rangeClosed(
                                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .boxed())
                .toList();
    }

    /** The prefix of a command that pins it. */
    List<String> commandPrefix() {
        return commandPrefix;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
