// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mqecn.host.CommandRunner;
import org.mqecn.testbed.verify.Finding;
import org.mqecn.testbed.verify.Verification;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Proves with traffic that a testbed is what its file says. */
@Command(name = "verify", sortOptions = false, description = {
    "Prove with traffic that a testbed that is up does what its file says: who reaches whom, the MTU, ECN and "
        + "congestion control of real connections, no super-packets in any queue, each bottleneck where it should be, "
        + "marks above K and not below it.", "",
    "Of a testbed with many ports some of each sort are filled, and the line says how many. A port that virtual "
        + "machines cannot fill, as their processor is emulated, is noted and not proven.%n"},
        footer = {"", "Exit status: 0 proven, 1 something is not as it should be, 2 wrong usage."})
final class TestbedVerify implements Callable<Integer> {
    private static final int NAME_WIDTH = 13;

    @Mixin
    private TestbedChoice choice;

    @Mixin
    private TestbedFormat format;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Testbed testbed = choice.present().testbed();
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = Verification.of(testbed, choice.machine(), new CommandRunner(), finding -> {
            if (!format.isJson()) {
                print(finding, out);
            }
        });
        boolean proven = findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.BAD);
        if (format.isJson()) {
            writeJson(out, testbed.name(), proven, findings);
        } else {
            out.println(verdict(testbed.name(), findings));
        }
        return proven ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void print(Finding finding, PrintWriter out) {
        String mark = switch (finding.verdict()) {
            case GOOD -> "✓";
            case NOTED -> "!";
            case BAD -> "✗";
        };
        out.println("[" + mark + "] " + finding.check() + " ".repeat(Math.max(1, NAME_WIDTH + 1
                - finding.check().length())) + finding.detail());
        for (Finding.Fault fault : finding.faults()) {
            out.println("    " + fault.text());
            if (!fault.remedy().isEmpty()) {
                out.println("      " + fault.remedy());
            }
        }
        out.flush();
    }

    private static String verdict(String testbed, List<Finding> findings) {
        long bad = findings.stream().filter(finding -> finding.verdict() == Finding.Verdict.BAD).count();
        return bad == 0 ? testbed + " does what its file says"
                : testbed + " does not do what its file says: " + bad + " of " + findings.size() + " checks failed";
    }

    private static void writeJson(PrintWriter out, String testbed, boolean proven, List<Finding> findings)
            throws IOException {
        try (Json json = new Json(out)) {
            json.object(() -> {
                json.field("testbed", testbed);
                json.field("proven", proven);
                json.name("checks");
                json.array(() -> {
                    for (Finding finding : findings) {
                        json.object(() -> write(json, finding));
                    }
                });
            });
        }
    }

    private static void write(Json json, Finding finding) throws IOException {
        json.field("check", finding.check());
        json.field("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
        json.field("detail", finding.detail());
        json.name("faults");
        json.array(() -> {
            for (Finding.Fault fault : finding.faults()) {
                json.object(() -> {
                    json.field("fault", fault.text());
                    json.field("remedy", fault.remedy());
                });
            }
        });
    }
}
