// SPDX-License-Identifier: Apache-2.0
package org.mqecn.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documents whose commands the tests run. */
final class Documents {
    private Documents() {}

    static List<Path> markdown() {
        return Stream.concat(
                        Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                                .map(Path::of),
                        files(Path.of("docs"), ".*\\.md"))
                .toList();
    }

    static List<Path> manuals() {
        return files(Path.of("man"), ".*\\.[58]").toList();
    }

    static List<CommandBlock> blocks() {
        return Stream.concat(markdown().stream(), manuals().stream())
                .flatMap(file -> CommandBlock.read(file).stream())
                .toList();
    }

    private static Stream<Path> files(Path folder, String pattern) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
