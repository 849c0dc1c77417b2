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

@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Verify a running testbed with traffic: reachability, MTU, delays, ECN and congestion control, no GSO packets in "
                    + "queues, the position of each bottleneck, marking above threshold K only.",
            "",
            "In large testbeds a sample of the ports is tested. Lines 'not tested' name what was left out, [-] a check that "
                    + "tested nothing. A port that virtual machines cannot saturate because their CPU is emulated gives a "
                    + "warning.%n"
        },
        footer = {"", "Exit status: 0 passed, 1 a check failed, 2 usage error."})
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
        List<TestbedCheckResult> results =
                TestbedVerifier.verify(testbed, testbedOption.machine(), new CommandRunner(), result -> {
                    if (!output.isJson()) {
                        print(result, out);
                    }
                });
        boolean passed =
                results.stream().noneMatch(result -> result.status() == TestbedCheckResult.TestbedCheckStatus.FAILED);
        if (output.isJson()) {
            writeJson(out, testbed.name(), passed, results);
        } else {
            out.println(summaryLine(testbed.name(), results));
        }
        return passed ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void print(TestbedCheckResult result, PrintWriter out) {
        String mark =
                switch (result.status()) {
                    case PASSED -> "✓";
                    case WARNING -> "!";
                    case FAILED -> "✗";
                    case SKIPPED, NOT_APPLICABLE -> "-";
                };
        out.println("[" + mark + "] " + result.check()
                + " ".repeat(Math.max(1, NAME_WIDTH + 1 - result.check().length())) + result.detail());
        for (TestbedCheckResult.TestbedIssue issue : result.issues()) {
            out.println("    " + issue.message());
            if (!issue.remedy().isEmpty()) {
                out.println("      " + issue.remedy());
            }
        }
        result.notTested().forEach(part -> out.println("    not tested: " + part));
        out.flush();
    }

    private static String summaryLine(String testbed, List<TestbedCheckResult> results) {
        long failed = count(TestbedCheckResult.TestbedCheckStatus.FAILED, results);
        if (failed > 0) {
            return testbed + ": " + failed + " of " + results.size() + " checks failed";
        }
        if (count(TestbedCheckResult.TestbedCheckStatus.SKIPPED, results) > 0) {
            return testbed + " passed; not all checks could be run, see above";
        }
        return count(TestbedCheckResult.TestbedCheckStatus.WARNING, results) > 0
                ? testbed + " passed, with warnings"
                : testbed + " passed all checks";
    }

    private static long count(TestbedCheckResult.TestbedCheckStatus status, List<TestbedCheckResult> results) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    private static void writeJson(PrintWriter out, String testbed, boolean passed, List<TestbedCheckResult> results)
            throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("testbed", testbed);
                json.field("passed", passed);
                json.name("checks");
                json.array(() -> {
                    for (TestbedCheckResult result : results) {
                        json.object(() -> write(json, result));
                    }
                });
            });
        }
    }

    private static void write(JsonWriter json, TestbedCheckResult result) throws IOException {
        json.field("check", result.check());
        json.field("status", result.status().name().toLowerCase(Locale.ROOT));
        json.field("detail", result.detail());
        json.stringArray("not_tested", result.notTested());
        json.name("issues");
        json.array(() -> {
            for (TestbedCheckResult.TestbedIssue issue : result.issues()) {
                json.object(() -> {
                    json.field("message", issue.message());
                    json.field("remedy", issue.remedy());
                });
            }
        });
    }
}
