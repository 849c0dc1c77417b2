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
import org.mqecn.value.Bytes;
import org.mqecn.value.UserError;

class BuildCacheTest {
    @TempDir
    Path folder;

    @Test
    void buildsOnce() {
        BuildCache cache = new BuildCache(folder, true);
        AtomicInteger builds = new AtomicInteger();
        List<Path> entries = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> cache.obtain("entry", line -> {}, target -> {
                    builds.incrementAndGet();
                    Files.createFile(target.resolve("content"));
                }))
                .distinct()
                .toList();
        assertEquals(1, builds.get());
        assertEquals(entries, cache.entries());
        assertTrue(Files.exists(entries.get(0).resolve("content")));
    }

    @Test
    void failedBuildAddsNoEntryAndItsFolderIsReused() {
        BuildCache cache = new BuildCache(folder, true);
        assertThrows(
                UserError.class,
                () -> cache.obtain("entry", line -> {}, target -> {
                    Files.createFile(target.resolve("partial"));
                    throw new IOException("interrupted");
                }));
        assertEquals(List.of(), cache.entries());
        Path entry = cache.obtain("entry", line -> {}, target -> assertTrue(Files.exists(target.resolve("partial"))));
        assertEquals(List.of(entry), cache.entries());
    }

    @Test
    void explainsAFullDisk() {
        BuildCache cache = new BuildCache(folder, true);
        List<BuildCache.Builder> builders = List.of(
                target -> {
                    throw new UserError("make modules: exit status 2\nld: sch_dwrr.o: No space left on device", "");
                },
                target -> {
                    throw new IOException("No space left on device");
                },
                target -> BuildCache.requireSpace(target, new Bytes(Long.MAX_VALUE)));
        for (BuildCache.Builder builder : builders) {
            UserError error = assertThrows(UserError.class, () -> cache.obtain("entry", line -> {}, builder));
            assertTrue(error.getMessage().contains("No space left on device"), error.getMessage());
            assertTrue(error.remedy().contains("MQECN_CACHE"), error.remedy());
        }
    }
}
