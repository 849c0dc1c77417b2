// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Writes the archive of a bug report. */
public final class ReportArchive {
    private ReportArchive() {}

    /** @throws UserError if it exists, or cannot be written; then nothing is left */
    public static void write(Path file, List<ReportEntry> entries) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            for (ReportEntry entry : entries) {
                zip.putNextEntry(new ZipEntry(entry.name()));
                zip.write(entry.text().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
            zip.finish();
        } catch (FileAlreadyExistsException e) {
            throw new UserError(file + " exists", "name another file, or delete it");
        } catch (IOException e) {
            throw new UserError(
                    "cannot write " + file + ": " + IoErrors.reason(e),
                    "name a file in a folder that you may write to");
        }
    }
}
