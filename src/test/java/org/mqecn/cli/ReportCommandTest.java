// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.cli.common.ExitCode;

/** {@code mqecn report} and {@code mqecn figure}. */
class ReportCommandTest {
    static final String RUN =
            """
            {"format": 3, "scenario": "tiny", "case": {"scheme": "mq-ecn"}, "repetition": 1, "seed": 1, "valid": true,
             "document": "scenario: tiny", "versions": {}, "configuration": {}, "faults": [],
             "metrics": {"rtt_avg_us": 441.5}}""";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRun() throws IOException {
        Files.createDirectory(folder.resolve("runs"));
        Files.writeString(folder.resolve("runs/a.json"), RUN);
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void pageIsWrittenToFolderOrOut() {
        assertEquals(ExitCode.SUCCESS, run("report", folder.toString()));
        assertEquals(folder.resolve("report.html") + System.lineSeparator(), out.toString());
        assertTrue(Files.exists(folder.resolve("report.html")));
        assertEquals(
                ExitCode.SUCCESS,
                run(
                        "report",
                        folder.toString(),
                        "--out",
                        folder.resolve("x.html").toString()));
        assertTrue(Files.exists(folder.resolve("x.html")));
    }

    @Test
    void figureNamesArePrinted() throws IOException {
        assertEquals(ExitCode.SUCCESS, run("figure", folder.toString(), "--format", "png"));
        Path table = folder.resolve("figures/1-table.txt");
        assertEquals(
                table + System.lineSeparator() + folder.resolve("figures/1-table.csv") + System.lineSeparator(),
                out.toString());
        assertTrue(Files.readString(table).contains("442"), Files.readString(table));
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() {
        Path nowhere = folder.resolve("none/x.html");
        assertEquals(ExitCode.USAGE_ERROR, run("report", folder.toString(), "--out", nowhere.toString()));
        assertEquals(ExitCode.USAGE_ERROR, run("report", folder.toString(), "--out", folder.toString()));
        assertEquals(ExitCode.USAGE_ERROR, run("figure", folder.toString(), "--out", "/proc/nope"));
        assertEquals(
                "mqecn: cannot write " + nowhere + ": no such file or directory\n  name another file: --out FILE\n"
                        + "mqecn: cannot write " + folder + ": Is a directory\n  name another file: --out FILE\n"
                        + "mqecn: cannot write figures to /proc/nope: /proc/nope: no such file or directory\n"
                        + "  name another folder: --out DIR\n",
                err.toString());
    }

    @Test
    void wrongUsageHasItsOwnExitCode() {
        assertEquals(ExitCode.FAILED, run("report", folder.resolve("nowhere").toString()));
        assertTrue(err.toString().contains("has no folder runs"), err.toString());
        assertEquals(ExitCode.USAGE_ERROR, run("figure", folder.toString(), "--format", "gif"));
        assertEquals(ExitCode.USAGE_ERROR, run("figure", folder.toString(), "--width", "3 feet"));
        assertTrue(err.toString().contains("'3 feet' is not a width"), err.toString());
        assertEquals(ExitCode.USAGE_ERROR, run("report"));
    }
}
