// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;

class BuildCacheTest {
    @TempDir
    Path folder;

    @Test
    void buildsOnce() {
        BuildCache buildCache = new BuildCache(folder);
        AtomicInteger builds = new AtomicInteger();
        List<Path> entries = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> buildCache.obtain("entry", line -> {}, made -> {
                    builds.incrementAndGet();
                    Files.createFile(made.resolve("content"));
                }))
                .distinct()
                .toList();
        assertEquals(1, builds.get());
        assertEquals(entries, buildCache.entries());
        assertTrue(Files.exists(entries.get(0).resolve("content")));
    }

    @Test
    void failedBuildIsNoEntryAndItsFolderIsHandedOn() {
        BuildCache buildCache = new BuildCache(folder);
        assertThrows(
                UserError.class,
                () -> buildCache.obtain("entry", line -> {}, made -> {
                    Files.createFile(made.resolve("half"));
                    throw new IOException("interrupted");
                }));
        assertEquals(List.of(), buildCache.entries());
        Path entry = buildCache.obtain("entry", line -> {}, made -> assertTrue(Files.exists(made.resolve("half"))));
        assertEquals(List.of(entry), buildCache.entries());
    }
}
