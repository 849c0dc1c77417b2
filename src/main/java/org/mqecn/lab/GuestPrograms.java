// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mqecn.host.ClasspathResources;
import org.mqecn.value.ContentDigest;

/**
 * The two C programs of the lab, compiled once: the guest's init, and the library that is preloaded into User-Mode
 * Linux.
 */
record GuestPrograms(Path folder) {
    /** Name of the init program in the cache and in the folder of a run. */
    static final String INIT = "init";

    private static final String PRELOAD = "preload";

    static GuestPrograms obtain(BuildCache buildCache, BuildTools buildTools, Consumer<String> progress) {
        String name = ContentDigest.of(text(INIT + ".c") + text(PRELOAD + ".c")).substring(0, 12);
        return new GuestPrograms(buildCache.obtain(name, progress, folder -> {
            buildTools.require(Map.of("gcc", "gcc libc6-dev"));
            compile(folder, buildTools, INIT, "-o", INIT);
            compile(folder, buildTools, PRELOAD, "-shared", "-fPIC", "-o", PRELOAD + ".so");
        }));
    }

    Path init() {
        return folder.resolve(INIT);
    }

    Path preload() {
        return folder.resolve(PRELOAD + ".so");
    }

    private static void compile(Path folder, BuildTools buildTools, String name, String... options) throws IOException {
        Files.writeString(folder.resolve(name + ".c"), text(name + ".c"));
        String[] command = Stream.concat(
                        Stream.of("gcc", "-O2", "-Wall", "-Wextra", "-Werror", name + ".c"), Stream.of(options))
                .toArray(String[]::new);
        buildTools.run(folder, command);
    }

    private static String text(String name) {
        return ClasspathResources.readText(GuestPrograms.class, name);
    }
}
