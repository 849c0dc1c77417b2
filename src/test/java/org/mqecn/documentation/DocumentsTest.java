// SPDX-License-Identifier: Apache-2.0
package org.mqecn.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the format of the documentation. {@link DocumentationLabTest} runs its commands. */
final class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`");
    private static final int MOST_README_LINES = 120;
    /** Only a few blocks are not run. */
    private static final int MOST_NOT_RUN = 11;

    static List<Path> markdown() {
        return Documents.markdown();
    }

    @Test
    void readmeIsShort() throws IOException {
        assertTrue(Files.readAllLines(Path.of("README.md")).size() <= MOST_README_LINES);
    }

    @Test
    void blocksThatAreNotRunAreFewAndHaveAReason() {
        List<CommandBlock> notRun = Documents.blocks().stream()
                .filter(block -> block.notRun().isPresent())
                .toList();
        notRun.forEach(
                block -> assertTrue(CommandBlock.REASONS.contains(block.notRun().orElseThrow()), block::toString));
        assertTrue(notRun.size() <= MOST_NOT_RUN, notRun::toString);
    }

    /** Commands outside of fenced blocks would not be run. */
    @ParameterizedTest
    @MethodSource("markdown")
    void commandsAreInFencedBlocks(Path file) throws IOException {
        List<String> outside = new ArrayList<>();
        String fence = null;
        for (String line : Files.readAllLines(file)) {
            if (line.strip().startsWith("```")) {
                fence = fence == null ? line.strip().substring(3) : null;
            } else if (fence == null && line.matches("( {4,}|\\t).*")
                    || List.of("", "bash", "shell").contains(fence == null ? "no fence" : fence)) {
                outside.add(line);
            }
        }
        assertEquals(
                List.of(),
                outside.stream()
                        .filter(line -> line.matches("\\s*(\\$ |sudo |mqecn |make|tc |ip |cli/).*"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("markdown")
    void linksLeadToFiles(Path file) throws IOException {
        Matcher link = LINK.matcher(Files.readString(file));
        List<String> broken = new ArrayList<>();
        while (link.find()) {
            if (!Files.exists(Path.of("").resolve(file).resolveSibling(link.group(1)))) {
                broken.add(link.group(1));
            }
        }
        assertEquals(List.of(), broken);
    }

    /** Names in code style in CamelCase are classes of this project. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void namedClassesExist(String file) throws IOException {
        Set<String> classes;
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            classes = sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        Matcher name = CLASS.matcher(Files.readString(Path.of(file)));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (name.find()) {
            found++;
            if (!classes.contains(name.group(1))) {
                missing.add(name.group(1));
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 5);
    }

    @Test
    void readsBlocksAndTheirComments() {
        List<CommandBlock> blocks = CommandBlock.parseMarkdown(
                Path.of("a.md"),
                """
                ```sh
                a
                b
                ```
                <!-- not run: takes minutes -->
                ```console
                $ c \\
                    d
                1 2
                $ e
                ```
                <!-- lab -->
                ```sh
                f
                ```
                """
                        .lines()
                        .toList());
        assertEquals(3, blocks.size());
        assertEquals("a\nb", blocks.get(0).commands().get(0).text());
        assertEquals(Optional.of("takes minutes"), blocks.get(1).notRun());
        assertEquals("c \\\n    d", blocks.get(1).commands().get(0).text());
        assertEquals(Optional.of("1 2"), blocks.get(1).commands().get(0).output());
        assertEquals(Optional.empty(), blocks.get(1).commands().get(1).output());
        assertEquals("a.md:10", blocks.get(1).location(blocks.get(1).commands().get(1)));
        assertTrue(blocks.get(2).inLab());
    }

    @Test
    void readsTheExamplesOfManualPages() {
        List<CommandBlock> blocks = CommandBlock.parseManual(
                Path.of("a.8"),
                List.of(
                        ".SH EXAMPLES",
                        ".\\\" lab",
                        ".nf",
                        "a \\-\\-b \\\\",
                        "    c",
                        ".fi",
                        ".SH OTHER",
                        ".nf",
                        "d",
                        ".fi"));
        assertEquals(1, blocks.size());
        assertEquals("a --b \\\n    c", blocks.get(0).commands().get(0).text());
        assertTrue(blocks.get(0).inLab());
    }

    @ParameterizedTest
    @CsvSource({
        "queue 1 5, queue   17  -, true",
        "queue 1 5, queue 17, false",
        "rate 995mbit, rate 1gbit, true",
        "scheme mq-ecn, scheme per-queue, false",
        "avg 669 us, avg 1.2 ms, true",
        "a, a b, false"
    })
    void comparesShapes(String shown, String printed, boolean same) {
        assertEquals(same, OutputShape.difference(shown, printed).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"a|…|d, a|b|c|d, true", "a|…, a|b|c, true", "a|…|e, a|b|c, false", "a, a|b, false", "a|b, a, false"})
    void ellipsisStandsForAnyLines(String shown, String printed, boolean same) {
        assertEquals(
                same,
                OutputShape.difference(shown.replace('|', '\n'), printed.replace('|', '\n'))
                        .isEmpty());
    }
}
