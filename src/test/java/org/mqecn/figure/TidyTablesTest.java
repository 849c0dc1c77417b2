// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;

@DisplayName("Tables of results for other programs")
final class TidyTablesTest {
    @TempDir
    private Path folder;

    private List<String> lines(String table) throws IOException {
        return Files.readAllLines(folder.resolve("tables").resolve(table));
    }

    private void export() throws IOException {
        TidyTables.of(SampleRuns.write(folder)).write(folder.resolve("tables"));
    }

    @Test
    @DisplayName("have a row for each observation and a column for each variable")
    void tidy() throws IOException {
        export();
        ResultFolder results = ResultFolder.read(folder);

        assertEquals(
                "scheme,load,repetition,seed,valid,metric,value",
                lines("metrics.csv").get(0));
        assertTrue(lines("metrics.csv").stream().anyMatch(line -> line.startsWith("mq-ecn,0.9,2,2,true,rtt_avg_us,4")));
        assertEquals(
                1
                        + results.runs().stream()
                                .mapToInt(run -> run.metrics().size())
                                .sum(),
                lines("metrics.csv").size());
        assertEquals(
                1
                        + results.runs().stream()
                                .mapToInt(run -> run.flowRows().size())
                                .sum(),
                lines("flows.csv").size());
        assertEquals(
                1
                        + results.runs().stream()
                                .flatMap(run -> run.queueTables().stream())
                                .mapToInt(table -> table.rows().size())
                                .sum(),
                lines("queues.csv").size());
        assertTrue(lines("rtts.csv").size() > 1);
    }

    /** Runs the examples as they are written. */
    @ParameterizedTest
    @Tag("tools")
    @CsvSource({"python, /usr/bin/python3, -c", "r, Rscript, -e"})
    @DisplayName("are read by the examples of docs/statistics.md")
    void examples(String language, String program, String option) throws IOException {
        export();
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/statistics.md")));
        assertTrue(block.find());

        CommandResult result = new CommandRunner().capture(Command.of(program, option, block.group(1)), folder);
        assertTrue(result.succeeded(), result.output() + result.errors());
        assertTrue(result.output().contains("mq-ecn"), result.output());
        assertTrue(result.output().contains("440") || result.output().contains("44"), result.output());
    }
}
