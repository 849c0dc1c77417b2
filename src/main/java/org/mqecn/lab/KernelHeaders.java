// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mqecn.host.FileTrees;
import org.mqecn.port.SchemeRole;

/**
 * Empty headers in place of those that sources of dwrr include from the kernel, so that they compile in user space:
 * {@code kmod/model/kernel.h} has all.
 *
 * @param kmod the folder of the sources
 */
public record KernelHeaders(Path kmod) {
    private static final List<String> FOLDERS = Stream.concat(Stream.of("common", "dwrr", "uapi"), SchemeRole.folders())
            .toList();
    private static final Pattern SYSTEM_HEADER = Pattern.compile("#include <([^>]+)>");

    /** Writes the headers that the sources of dwrr, and other files, include. */
    public void writeEmpty(Path folder, List<Path> others) throws IOException {
        List<Path> files = new ArrayList<>(others);
        for (String part : FOLDERS) {
            files.addAll(FileTrees.find(kmod.resolve(part), name -> name.matches(".*\\.[ch]")));
        }
        for (Path file : files) {
            Matcher header = SYSTEM_HEADER.matcher(Files.readString(file));
            while (header.find()) {
                Path empty = folder.resolve(header.group(1));
                Files.createDirectories(empty.getParent());
                Files.writeString(empty, "");
            }
        }
    }
}
