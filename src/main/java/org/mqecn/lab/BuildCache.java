// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mqecn.host.FileTrees;
import org.mqecn.host.LockFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

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
            return FileTrees.list(folder).stream()
                    .filter(Files::isDirectory)
                    .filter(path -> !path.toString().endsWith(UNFINISHED))
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read the cache: " + IoErrors.describe(e), "");
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
                throw new UserError("cannot build in the cache: " + IoErrors.describe(e), "");
            }
        }
    }

    private static Path obtainLocked(Path target, Consumer<String> waiting, Builder builder) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        LockFile lock = LockFile.acquire(
                target.resolveSibling(target.getFileName() + LOCK),
                () -> waiting.accept("another mqecn process is building this; waiting for it"));
        try (lock) {
            if (!Files.isDirectory(target)) {
                Files.createDirectories(unfinished);
                builder.build(unfinished);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        }
    }
}
