// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Empty headers in place of those that the sources of dwrr include from the kernel: {@code kernel.h} has all. */
final class KernelHeaders {
    static final Path SOURCES = Path.of("kmod").toAbsolutePath();
    private static final Pattern SYSTEM_HEADER = Pattern.compile("#include <([^>]+)>");

    private KernelHeaders() {}

    static void writeEmpty(Path folder) throws IOException {
        for (String part : List.of("common", "dwrr", "dwrr/legacy", "schemes", "uapi")) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (String header : SYSTEM_HEADER
                            .matcher(Files.readString(file))
                            .results()
                            .map((MatchResult found) -> found.group(1))
                            .toList()) {
                        Path empty = folder.resolve(header);
                        Files.createDirectories(empty.getParent());
                        Files.writeString(empty, "");
                    }
                }
            }
        }
    }
}
