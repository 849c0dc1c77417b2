// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * An exclusive lock that one process holds on a file until it closes it or ends. Threads of one process do not wait
 * for each other.
 */
public final class LockFile implements Closeable {
    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock. */
    public static LockFile acquire(Path file) throws IOException {
        return acquire(file, () -> {});
    }

    /**
     * Waits for the lock.
     *
     * @param waiting runs first if another process holds it
     */
    public static LockFile acquire(Path file, Runnable waiting) throws IOException {
        LockFile lock = new LockFile(open(file));
        try {
            if (lock.channel.tryLock() == null) {
                waiting.run();
                lock.channel.lock();
            }
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The lock, or empty if another process or another thread of this one holds it. */
    public static Optional<LockFile> tryAcquire(Path file) throws IOException {
        LockFile lock = new LockFile(open(file));
        if (isLocked(lock.channel)) {
            return Optional.of(lock);
        }
        lock.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The locked file, for one that is also written. */
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
