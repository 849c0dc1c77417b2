// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.cli.common.ExitCode;

/** Runs verbs in processes of their own: only those have a standard output that can be full. */
@DisplayName("Output that cannot be written")
final class LostOutputTest {
    private static final int LIMIT_S = 60;

    @TempDir
    private Path folder;

    private Path errors;

    private int run(File standardOutput, String line) throws IOException, InterruptedException {
        errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(line.replace("RESULTS", folder.toString()).split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectOutput(standardOutput)
                .redirectError(errors.toFile())
                .start();
        assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS));
        return process.exitValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "validate --help",
                "validate -o json testbeds/star.yaml",
                "validate testbeds/star.yaml",
                "validate --schema",
                "limit 1000 --rate 1gbit -o json",
                "figure RESULTS",
                "report RESULTS"
            })
    @DisplayName("is a failure with a reason")
    void isFailure(String line) throws Exception {
        Files.createDirectory(folder.resolve("runs"));
        Files.writeString(folder.resolve("runs/a.json"), ReportCommandTest.RUN);

        assertEquals(ExitCode.FAILED, run(new File("/dev/full"), line), () -> line);
        assertEquals(
                "mqecn: cannot write to standard output: No space left on device\n", Files.readString(errors), line);
    }
}
