// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.testbed.StatusReport;
import org.mqecn.topology.QueueLimitAnalysis;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells how a testbed stands. */
@Command(
        name = "status",
        sortOptions = false,
        description = {"Tell how a testbed stands: what is really there, against what its file says.%n"},
        footer = {"", "Exit status: 0 as described, 1 differs, 2 wrong usage."})
final class TestbedStatusCommand implements Callable<Integer> {
    @Mixin
    private TestbedOption testbedOption;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Testbed testbed = testbedOption.activeFile().testbed();
        StatusReport report = testbedOption.testbeds().status(testbed);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            writeJson(out, report, QueueLimitAnalysis.warnings(testbed));
        } else {
            write(out, report);
            QueueLimitAnalysis.warnings(testbed).forEach(note -> out.println("  note: " + note));
        }
        return report.isInSync() ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void write(PrintWriter out, StatusReport report) {
        for (StatusReport.ResourceMismatch resourceMismatch : report.mismatches()) {
            if (!resourceMismatch.status().present()) {
                out.println(resourceMismatch.resource() + " is missing");
            }
            resourceMismatch
                    .status()
                    .differences()
                    .forEach(difference -> out.println(resourceMismatch.resource() + ": " + difference));
        }
        report.unexpected().forEach(part -> out.println(part + " is there and not described"));
        out.println(
                report.isInSync()
                        ? report.testbed() + ": all " + report.resourceCount() + " parts are as described"
                        : report.testbed() + ": of " + report.resourceCount() + " parts " + countMissing(report)
                                + " missing, " + (report.mismatches().size() - countMissing(report)) + " differ");
    }

    private static long countMissing(StatusReport report) {
        return report.mismatches().stream()
                .filter(resourceMismatch -> !resourceMismatch.status().present())
                .count();
    }

    private static void writeJson(PrintWriter out, StatusReport report, List<String> notes) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("testbed", report.testbed());
                json.field("as_described", report.isInSync());
                json.field("parts", report.resourceCount());
                json.name("wrong");
                json.array(() -> writeAll(json, report.mismatches()));
                json.stringArray("superfluous", report.unexpected());
                json.stringArray("notes", notes);
            });
        }
    }

    private static void writeAll(JsonWriter json, List<StatusReport.ResourceMismatch> all) throws IOException {
        for (StatusReport.ResourceMismatch resourceMismatch : all) {
            json.object(() -> {
                json.field("part", resourceMismatch.resource());
                json.field("present", resourceMismatch.status().present());
                json.stringArray("differences", resourceMismatch.status().differences());
            });
        }
    }
}
