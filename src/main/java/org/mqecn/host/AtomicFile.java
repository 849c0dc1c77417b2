// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Writes files so that a reader, or a process after a crash, finds the old text or the new one, never a part. */
public final class AtomicFile {
    private static final String SUFFIX = ".new";

    private AtomicFile() {}

    /** Replaces a file's text, and makes the file and its folder if they do not exist. */
    public static void write(Path file, String text) throws IOException {
        replace(file, unfinished -> Files.writeString(unfinished, text));
    }

    /** Replaces a file by a copy of another one. */
    public static void copy(Path from, Path file) throws IOException {
        replace(file, unfinished -> Files.copy(from, unfinished, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Writes a file that does not have its name yet. */
    interface Writer {
        void write(Path unfinished) throws IOException;
    }

    /** Leaves nothing behind if it fails: a disk that is full has room again. */
    static void replace(Path file, Writer writer) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path unfinished = target.resolveSibling("." + target.getFileName() + SUFFIX);
        try {
            writer.write(unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e instanceof FileSystemException
                    ? e
                    : new FileSystemException(target.toString(), null, IoErrors.reason(e));
        }
    }

    /**
     * Replaces the text of a file as {@link #write}, in a folder that belongs to root.
     *
     * @throws UserError if that fails
     */
    public static void writeAsRoot(Path file, String text) {
        try {
            write(file, text);
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }

    /**
     * Deletes a file if it exists, in a folder that belongs to root.
     *
     * @throws UserError if that fails
     */
    public static void deleteAsRoot(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserError("cannot delete " + file + ": " + IoErrors.reason(e), "delete it by hand");
        }
    }
}
