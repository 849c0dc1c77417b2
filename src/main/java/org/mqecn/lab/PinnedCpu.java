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
 * A processor of the host that one guest stays on while it runs. A guest is two processes that wake each other at every
 * system call and page fault and never run at once; on one processor that takes a quarter less time than across two.
 *
 * <p>Guests that find all processors taken go where the host sends them.
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
     * The first that no other guest has, or else any.
     *
     * @param folder of the locks by which guests know of each other
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

    /** The processors that a process may run on, from its {@code /proc/self/status}: {@code 0-3,8}. */
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

    /** What a command begins with that is to stay there. */
    List<String> commandPrefix() {
        return commandPrefix;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
