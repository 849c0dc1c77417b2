// SPDX-License-Identifier: Apache-2.0
package org.mqecn.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

/** The tables of docs/results.md against the runs in docs/data. A comment before a table has its folder, schemes and case. */
@Tag("tools")
final class ResultsTablesTest {
    private static final Pattern MARKER = Pattern.compile("<!-- table: (.+) -->");
    private static final Path DATA = Path.of("docs/data");

    @TempDir
    private static Path folder;

    /** The rows below a marker, without the two lines of the heading. */
    private record MarkedTable(List<String> arguments, List<String> rows) {
        @Override
        public String toString() {
            return String.join(" ", arguments);
        }
    }

    static List<MarkedTable> tables() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/results.md"));
        List<MarkedTable> tables = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher marker = MARKER.matcher(lines.get(i));
            if (marker.matches()) {
                tables.add(new MarkedTable(
                        List.of(marker.group(1).split(" ")),
                        lines.subList(i + 1, lines.size()).stream()
                                .takeWhile(line -> line.startsWith("|"))
                                .skip(2)
                                .toList()));
            }
        }
        return tables;
    }

    @BeforeAll
    static void extract() throws IOException {
        try (Stream<Path> archives = Files.list(DATA)) {
            for (Path archive :
                    archives.filter(each -> each.toString().endsWith(".tar.xz")).toList()) {
                run(List.of("tar", "-xJf", archive.toString(), "-C", folder.toString()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    @DisplayName("are what the runs give")
    void areWhatTheRunsGive(MarkedTable table) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "src/bench/change-table.py"));
        command.add(folder.resolve(table.arguments.get(0)).toString());
        command.addAll(table.arguments.subList(1, table.arguments.size()));
        List<String> made = run(command).lines().skip(2).toList();
        assertFalse(made.isEmpty(), table::toString);
        assertEquals(String.join("\n", made), String.join("\n", table.rows));
    }

    /** The tables of mq-fig2 have times instead of changes, those of mq-sens parameters instead of loads. */
    @Test
    @DisplayName("show all runs")
    void showAllRuns() throws IOException {
        Set<String> notShown = new TreeSet<>();
        try (Stream<Path> folders = Files.list(folder)) {
            folders.forEach(each -> notShown.add(each.getFileName().toString()));
        }
        tables().forEach(table -> notShown.remove(table.arguments.get(0)));
        assertEquals(Set.of("mq-fig2", "mq-sens"), notShown);
    }

    private static String run(List<String> command) {
        CommandResult result = new CommandRunner().capture(command);
        assertTrue(result.succeeded(), result.output() + result.errors());
        return result.output();
    }
}
