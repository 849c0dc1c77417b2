// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.host.Machine;

/**
 * A processor of the host that one guest stays on while it runs. A guest is two processes that wake each other at every
 * system call and page fault and never run at once; on one processor that takes a quarter less time than across two.
 *
 * <p>Guests that find all processors taken go where the host sends them.
 */
final class Processor implements AutoCloseable {
    private static final Path STATUS = Path.of("proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final List<String> words;
    private final Closeable lock;

    private Processor(List<String> words, Closeable lock) {
        this.words = words;
        this.lock = lock;
    }

    /**
     * The first that no other guest has, or else any.
     *
     * @param folder of the locks by which guests know of each other
     */
    static Processor take(Machine host, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int number : allowed(Machine.read(host.root().resolve(STATUS)).orElse(""))) {
            Optional<Processor> free = lock(number, folder.resolve(number + ".lock"));
            if (free.isPresent()) {
                return free.get();
            }
        }
        return new Processor(List.of(), () -> { });
    }

    private static Optional<Processor> lock(int number, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
            return Optional.of(new Processor(List.of("taskset", "--cpu-list", Integer.toString(number)), channel));
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return false;
        }
    }

    /** The processors that a process may run on, from its {@code /proc/self/status}: {@code 0-3,8}. */
    static List<Integer> allowed(String status) {
        return status.lines().filter(line -> line.startsWith(ALLOWED))
                .flatMap(line -> Stream.of(line.substring(ALLOWED.length()).strip().split(",")))
                .map(range -> range.split("-")).flatMap(ends -> IntStream.rangeClosed(Integer.parseInt(ends[0]),
                        Integer.parseInt(ends[ends.length - 1])).boxed()).toList();
    }

    /** What a command begins with that is to stay there. */
    List<String> words() {
        return words;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
