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
import org.mqecn.value.Bytes;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * A cache of built folders, each named after a digest of its inputs, so that an existing entry is valid. An entry is
 * built under a temporary name and renamed when it is complete, by one builder at a time among all threads and
 * processes. The next builder continues with the remains of an interrupted one.
 *
 * @param folder holds only the entries
 * @param builds whether an entry that is missing is built, rather than an error
 */
record BuildCache(Path folder, boolean builds) {
    private static final String UNFINISHED = ".unfinished";
    private static final String LOCK = ".lock";
    /** The kernel's words. */
    private static final String NO_SPACE = "No space left on device";

    /** File locks exclude other processes only; this lock excludes other threads. */
    private static final Object BUILD_LOCK = new Object();

    /** Fills a folder, which may contain the remains of an interrupted build. */
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

    /** Gets or builds an entry; {@code waiting} receives a message if another process is building it. */
    Path obtain(String name, Consumer<String> waiting, Builder builder) {
        Optional<Path> ready = find(name);
        if (ready.isPresent()) {
            return ready.get();
        }
        if (!builds) {
            throw notFound(name);
        }
        synchronized (BUILD_LOCK) {
            try {
                Files.createDirectories(folder);
                return obtainLocked(folder.resolve(name), waiting, builder);
            } catch (IOException e) {
                throw explain(new UserError("cannot build in the cache: " + IoErrors.describe(e), ""));
            } catch (UserError e) {
                throw explain(e);
            }
        }
    }

    /** The error where nothing is built and an entry is missing. */
    UserError notFound(String what) {
        return new UserError(
                what + " is not in the cache " + folder + " of this machine",
                "set MQECN_CACHE to a directory that all machines share, or build it here with 'mqecn lab build'");
    }

    /**
     * Refuses a build that cannot end well: some tools do not say that the disk is full.
     *
     * @throws UserError if less is free in the folder
     */
    static void requireSpace(Path folder, Bytes needed) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed.bytes()) {
            throw new UserError(
                    NO_SPACE
                            + ": %d MB are free in %s, %d MB are needed"
                                    .formatted(new Bytes(free).megabytes(), folder, needed.megabytes()),
                    "");
        }
    }

    /** Says what to do about a full disk, which any build may meet. */
    private static UserError explain(UserError error) {
        return error.getMessage().contains(NO_SPACE)
                ? new UserError(
                        error.getMessage(), "free some gigabytes there, or set MQECN_CACHE to a directory elsewhere")
                : error;
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
