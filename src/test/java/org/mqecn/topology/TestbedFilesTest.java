// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.GoldenFile;
import org.mqecn.schema.Problem;

/** Compares valid files with their resolved testbeds, and invalid ones with their messages. */
final class TestbedFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/topology");

    static List<Path> invalidFiles() {
        return files(FOLDER.resolve("bad"));
    }

    static List<Path> filesWithWarnings() {
        return files(FOLDER.resolve("warned"));
    }

    static List<Path> validFiles() {
        return Stream.concat(files(Path.of("testbeds")).stream(), files(FOLDER.resolve("good")).stream())
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file under another name, so that messages do not depend on its path. */
    private static TestbedFile read(String name, Path file) throws IOException {
        return TestbedFile.of(name, Files.readString(file));
    }

    private static Path expectedOutputOf(Path folder, Path file) {
        return folder.resolve(file.getFileName().toString().replace(".yaml", ".txt"));
    }

    private static String messages(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.message() + "\n  " + problem.remedy() + "\n")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("invalidFiles")
    void rejectsInvalidFiles(Path file) throws IOException {
        TestbedFile read = read("lab.yaml", file);
        assertTrue(read.resolved().isEmpty(), "accepted");
        GoldenFile.assertEquals(expectedOutputOf(FOLDER.resolve("bad"), file), messages(read.problems()));
    }

    @ParameterizedTest
    @MethodSource("filesWithWarnings")
    void acceptsWithWarnings(Path file) throws IOException {
        TestbedFile read = read("lab.yaml", file);
        assertTrue(read.resolved().isPresent(), messages(read.problems()));
        GoldenFile.assertEquals(expectedOutputOf(FOLDER.resolve("warned"), file), messages(read.problems()));
    }

    @ParameterizedTest
    @MethodSource("validFiles")
    void resolvesValidFiles(Path file) throws IOException {
        TestbedFile read = read(file.getFileName().toString(), file);
        assertEquals("", messages(read.problems()));
        GoldenFile.assertEquals(expectedOutputOf(FOLDER.resolve("good"), file), TestbedDump.of(read.testbed()));
    }

    @Test
    void hasFiftyInvalidFiles() {
        assertTrue(invalidFiles().size() >= 50, invalidFiles().size() + " files");
    }
}
