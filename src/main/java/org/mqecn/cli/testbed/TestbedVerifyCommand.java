// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.host.CommandRunner;
import org.mqecn.testbed.verify.TestbedCheckResult;
import org.mqecn.testbed.verify.TestbedVerifier;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Proves with traffic that a testbed is what its file says. */
@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Prove with traffic that a testbed that is up does what its file says: who reaches whom, the MTU, ECN and "
                    + "congestion control of real connections, no super-packets in any queue, each bottleneck where it should be, "
                    + "marks above K and not below it.",
            "",
            "Of a testbed with many ports some of each sort are filled, and the line says how many. A port that virtual "
                    + "machines cannot fill, as their processor is emulated, is noted and not proven.%n"
        },
        footer = {"", "Exit status: 0 proven, 1 something is not as it should be, 2 wrong usage."})
final class TestbedVerifyCommand implements Callable<Integer> {
    private static final int NAME_WIDTH = 13;

    @Mixin
    private TestbedOption testbedOption;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Testbed testbed = testbedOption.activeFile().testbed();
        PrintWriter out = spec.commandLine().getOut();
        List<TestbedCheckResult> findings =
                TestbedVerifier.verify(testbed, testbedOption.machine(), new CommandRunner(), result -> {
                    if (!output.isJson()) {
                        print(result, out);
                    }
                });
        boolean proven =
                findings.stream().noneMatch(result -> result.status() == TestbedCheckResult.TestbedCheckStatus.FAILED);
        if (output.isJson()) {
            writeJson(out, testbed.name(), proven, findings);
        } else {
            out.println(summaryLine(testbed.name(), findings));
        }
        return proven ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void print(TestbedCheckResult result, PrintWriter out) {
        String mark =
                switch (result.status()) {
                    case PASSED -> "✓";
                    case WARNING -> "!";
                    case FAILED -> "✗";
                };
        out.println("[" + mark + "] " + result.check()
                + " ".repeat(Math.max(1, NAME_WIDTH + 1 - result.check().length())) + result.detail());
        for (TestbedCheckResult.TestbedIssue testbedIssue : result.issues()) {
            out.println("    " + testbedIssue.message());
            if (!testbedIssue.remedy().isEmpty()) {
                out.println("      " + testbedIssue.remedy());
            }
        }
        out.flush();
    }

    private static String summaryLine(String testbed, List<TestbedCheckResult> findings) {
        long bad = findings.stream()
                .filter(result -> result.status() == TestbedCheckResult.TestbedCheckStatus.FAILED)
                .count();
        return bad == 0
                ? testbed + " does what its file says"
                : testbed + " does not do what its file says: " + bad + " of " + findings.size() + " checks failed";
    }

    private static void writeJson(PrintWriter out, String testbed, boolean proven, List<TestbedCheckResult> findings)
            throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("testbed", testbed);
                json.field("proven", proven);
                json.name("checks");
                json.array(() -> {
                    for (TestbedCheckResult result : findings) {
                        json.object(() -> write(json, result));
                    }
                });
            });
        }
    }

    private static void write(JsonWriter json, TestbedCheckResult result) throws IOException {
        json.field("check", result.check());
        json.field("verdict", result.status().name().toLowerCase(Locale.ROOT));
        json.field("detail", result.detail());
        json.name("faults");
        json.array(() -> {
            for (TestbedCheckResult.TestbedIssue testbedIssue : result.issues()) {
                json.object(() -> {
                    json.field("fault", testbedIssue.message());
                    json.field("remedy", testbedIssue.remedy());
                });
            }
        });
    }
}
