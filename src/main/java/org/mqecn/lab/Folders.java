// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mqecn.value.UserError;

/** What java.nio.file leaves to its users. Links are never followed. */
final class Folders {
    private Folders() {}

    /** What is in a folder, in order. */
    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The files below a folder whose names are wanted, in order. */
    static List<Path> walk(Path folder, Predicate<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> names.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Deletes a folder and all that is in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What went wrong with a file, for a person to read. */
    static UserError toUserError(String what, IOException e) {
        String why = e instanceof AccessDeniedException
                ? "permission denied: " + e.getMessage()
                : e instanceof NoSuchFileException ? "no such file or folder: " + e.getMessage() : e.getMessage();
        return new UserError(what + ": " + why, "");
    }

    /** Deletes what is in a folder. */
    static void clear(Path folder) throws IOException {
        delete(folder);
        Files.createDirectories(folder);
    }
}
