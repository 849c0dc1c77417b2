// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A guest's kernel in the cache, ready to boot and to build modules against.
 *
 * @param folder the kernel's tree, source and objects
 * @param source the id of the source that it was built from
 * @param explicitSource whether that source was asked for by name
 * @param release what {@code uname -r} says in the guest
 * @param debug whether it looks for faults while it runs
 * @param configuration digest of its options
 */
public record LabKernel(
        Path folder, String source, boolean explicitSource, String release, boolean debug, String configuration) {
    /** The folder in its folder for its own modules. */
    static final String MODULES = "modules";

    private static final String DESCRIPTION_FILE = "mqecn-kernel.properties";

    /** The program that is the guest. */
    Path program() {
        return folder.resolve("linux");
    }

    /** Name of the cache entry for a source and configuration. */
    static String cacheName(String source, KernelConfiguration configuration) {
        return source + (configuration.debug() ? "-debug-" : "-") + configuration.digest();
    }

    /** Bytes on disk. */
    public long sizeBytes() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads back what {@link #writeDescription} wrote; empty where the folder holds no kernel. */
    static Optional<LabKernel> read(Path folder) {
        Path file = folder.resolve(DESCRIPTION_FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new LabKernel(
                folder,
                values.getProperty("source"),
                Boolean.parseBoolean(values.getProperty("named")),
                values.getProperty("release"),
                Boolean.parseBoolean(values.getProperty("debug")),
                values.getProperty("configuration")));
    }

    /** Writes beside the kernel what it is. */
    void writeDescription() throws IOException {
        Properties values = new Properties();
        values.setProperty("source", source);
        values.setProperty("named", Boolean.toString(explicitSource));
        values.setProperty("release", release);
        values.setProperty("debug", Boolean.toString(debug));
        values.setProperty("configuration", configuration);
        try (var writer = Files.newBufferedWriter(folder.resolve(DESCRIPTION_FILE))) {
            values.store(writer, null);
        }
    }
}
