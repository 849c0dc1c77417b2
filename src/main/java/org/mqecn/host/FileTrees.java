// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mqecn.value.ContentDigest;

/** Lists, hashes and deletes folders and the files below them. Symbolic links are never followed. */
public final class FileTrees {
    private FileTrees() {}

    /** The entries of a folder, sorted. */
    public static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** The regular files below a folder whose names match, sorted. */
    public static List<Path> find(Path folder, Predicate<String> name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> name.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Deletes a file, or a folder with everything in it, if it exists. */
    public static void delete(Path root) throws IOException {
        delete(root, (first, second) -> 0);
    }

    /**
     * Deletes a folder with everything in it, if it exists: first the files, then the folders.
     *
     * @param order of the files
     */
    public static void delete(Path root, Comparator<Path> order) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            /** Another process may delete files meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                folders.add(folder);
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(order);
        for (Path path : Stream.concat(files.stream(), folders.stream()).toList()) {
            Files.deleteIfExists(path);
        }
    }

    /** Empties a folder, and makes it if it does not exist. */
    public static void clear(Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder);
    }

    /** Digest of the names and contents of files below a folder, in the order given. */
    public static String digest(Path folder, List<Path> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files) {
            lines.append(ContentDigest.of(Files.readAllBytes(file)))
                    .append("  ")
                    .append(folder.relativize(file))
                    .append('\n');
        }
        return ContentDigest.of(lines.toString());
    }
}
