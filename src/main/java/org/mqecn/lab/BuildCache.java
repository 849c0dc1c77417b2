// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Folders that can be made again, each named after what it is made from, so that one that is there
 * is right. A folder is made under another name and renamed when it is complete; only one builder at
 * a time, in this process and beside it. What an interrupted builder left is handed to the next one.
 *
 * @param folder holds the entries, and nothing else
 */
record BuildCache(Path folder) {
    private static final String UNFINISHED = ".unfinished";
    private static final String LOCK = ".lock";
    /** Locks on files hold between processes only: the threads of this one take turns here. */
    private static final Object BUILD_LOCK = new Object();

    /** Fills a folder, which may hold what an interrupted predecessor left. */
    @FunctionalInterface
    interface Builder {
        void build(Path folder) throws IOException;
    }

    Optional<Path> find(String name) {
        return Optional.of(folder.resolve(name)).filter(Files::isDirectory);
    }

    List<Path> entries() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try {
            return Folders.list(folder).stream()
                    .filter(Files::isDirectory)
                    .filter(path -> !path.toString().endsWith(UNFINISHED))
                    .toList();
        } catch (IOException e) {
            throw Folders.toUserError("cannot read the cache", e);
        }
    }

    /** The entry of that name, made now if it is not there; {@code waiting} is told when another process makes it. */
    Path obtain(String name, Consumer<String> waiting, Builder builder) {
        Optional<Path> ready = find(name);
        if (ready.isPresent()) {
            return ready.get();
        }
        synchronized (BUILD_LOCK) {
            try {
                Files.createDirectories(folder);
                return obtainLocked(folder.resolve(name), waiting, builder);
            } catch (IOException e) {
                throw Folders.toUserError("cannot build in the cache", e);
            }
        }
    }

    private static Path obtainLocked(Path target, Consumer<String> waiting, Builder builder) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        Path lock = target.resolveSibling(target.getFileName() + LOCK);
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel, waiting);
            if (!Files.isDirectory(target)) {
                Files.createDirectories(unfinished);
                builder.build(unfinished);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        }
    }

    /** Until the channel is closed. */
    private static void lock(FileChannel channel, Consumer<String> waiting) throws IOException {
        if (channel.tryLock() == null) {
            waiting.accept("another mqecn builds this; waiting for it");
            channel.lock();
        }
    }
}
