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
 * @param folder the kernel's source and build tree
 * @param source the id of the source that it was built from
 * @param explicitSource whether that source was requested explicitly
 * @param release output of {@code uname -r} in the guest
 * @param debug whether it is the debug kernel
 * @param configuration digest of its options
 */
public record LabKernel(
        Path folder, String source, boolean explicitSource, String release, boolean debug, String configuration) {
    /** Subfolder of the kernel's own modules. */
    static final String MODULES = "modules";

    private static final String DESCRIPTION_FILE = "mqecn-kernel.properties";

    MachineKernel machineKernel(KernelVariant variant) {
        return new MachineKernel(release, variant.image(folder), Optional.empty(), variant.findsLeaks());
    }

    /** Name of the cache entry for a source and configuration. */
    static String cacheName(String source, KernelConfiguration configuration) {
        return source + configuration.variant().label() + "-" + configuration.digest();
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

    /** Reads the file of {@link #writeDescription}; empty if the folder contains no kernel. */
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

    /** Writes a description file beside the kernel. */
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
