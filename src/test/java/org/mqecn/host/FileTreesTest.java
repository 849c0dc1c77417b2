// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreesTest {
    @TempDir
    private Path folder;

    @Test
    void deletesLinksAndNotWhatTheyPointTo() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectories(folder.resolve("kept")).resolve("file"), "");
        Path tree = Files.createDirectories(folder.resolve("tree/inner")).getParent();
        Files.createSymbolicLink(tree.resolve("link"), kept.getParent());
        Files.createSymbolicLink(tree.resolve("dangling"), folder.resolve("none"));
        FileTrees.delete(tree);
        assertFalse(Files.exists(tree));
        assertTrue(Files.exists(kept));
        FileTrees.delete(tree);
    }

    /** As a process that is terminated deletes its folders while its threads still do the same. */
    @Test
    void deletesWhatOthersDeleteAtTheSameTime() throws Exception {
        for (int round = 0; round < 5; round++) {
            Path tree = folder.resolve("tree");
            for (int i = 0; i < 400; i++) {
                Files.writeString(
                        Files.createDirectories(tree.resolve("inner" + i)).resolve("file"), "");
            }
            FutureTask<Void> other = new FutureTask<>(() -> {
                FileTrees.delete(tree);
                return null;
            });
            new Thread(other).start();
            while (Files.exists(tree.resolve("inner0/file")) && Files.exists(tree.resolve("inner399/file"))) {
                Thread.onSpinWait();
            }
            FileTrees.delete(tree);
            other.get();
            assertFalse(Files.exists(tree));
        }
    }

    @Test
    void digestDependsOnNamesAndContents() throws IOException {
        Path first = Files.writeString(folder.resolve("a"), "text");
        Path second = Files.writeString(folder.resolve("b"), "text");
        String digest = FileTrees.digest(folder, List.of(first));
        assertEquals(digest, FileTrees.digest(folder, List.of(first)));
        assertNotEquals(digest, FileTrees.digest(folder, List.of(second)));
        Files.writeString(first, "other text");
        assertNotEquals(digest, FileTrees.digest(folder, List.of(first)));
    }

    @Test
    void writesFilesAtomically() throws IOException {
        Path file = folder.resolve("new/file");
        AtomicFile.write(file, "one");
        AtomicFile.write(file, "two");
        assertEquals("two", Files.readString(file));
        assertEquals(List.of(file), FileTrees.list(file.getParent()));
    }

    @Test
    void locksFilesForOneHolder() throws IOException {
        Path file = folder.resolve("locks/one");
        try (LockFile lock = LockFile.acquire(file)) {
            assertTrue(lock.channel().isOpen());
            assertTrue(LockFile.tryAcquire(file).isEmpty());
        }
        LockFile.tryAcquire(file).orElseThrow().close();
    }
}
