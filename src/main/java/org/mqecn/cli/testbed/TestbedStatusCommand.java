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
import org.mqecn.cli.view.TextTable;
import org.mqecn.testbed.StatusReport;
import org.mqecn.topology.QueueLimitAnalysis;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        sortOptions = false,
        description = {"Show a testbed's addresses and compare its actual state with its file.", ""},
        footer = {"", "Exit status: 0 in sync, 1 out of sync, 2 usage error."})
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
        StatusReport report = testbedOption.manager().status(testbed);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            writeJson(out, report, QueueLimitAnalysis.warnings(testbed));
        } else {
            print(out, report);
            QueueLimitAnalysis.warnings(testbed).forEach(note -> out.println("  note: " + note));
        }
        return report.isInSync() ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void print(PrintWriter out, StatusReport report) {
        TextTable addresses =
                new TextTable().textColumn("Node").textColumn("Device").textColumn("Address");
        report.addresses()
                .forEach(each -> addresses.addRow(
                        List.of(each.node(), each.device(), each.address().toString())));
        addresses.print(out);
        report.mismatches().forEach(mismatch -> mismatch.lines().forEach(out::println));
        report.unexpected().forEach(resource -> out.println("unexpected " + resource));
        out.println(
                report.isInSync()
                        ? report.testbed() + ": all " + report.resourceCount() + " resources are in sync"
                        : report.testbed() + ": of " + report.resourceCount() + " resources, " + countMissing(report)
                                + " are missing and " + (report.mismatches().size() - countMissing(report))
                                + " differ");
    }

    private static long countMissing(StatusReport report) {
        return report.mismatches().stream()
                .filter(mismatch -> !mismatch.status().present())
                .count();
    }

    private static void writeJson(PrintWriter out, StatusReport report, List<String> notes) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("testbed", report.testbed());
                json.field("in_sync", report.isInSync());
                json.field("resources", report.resourceCount());
                json.name("addresses");
                json.array(() -> {
                    for (Testbed.NodeAddress each : report.addresses()) {
                        json.object(() -> {
                            json.field("node", each.node());
                            json.field("device", each.device());
                            json.field("address", each.address().toString());
                        });
                    }
                });
                json.name("mismatches");
                json.array(() -> writeAll(json, report.mismatches()));
                json.stringArray("unexpected", report.unexpected());
                json.stringArray("notes", notes);
            });
        }
    }

    private static void writeAll(JsonWriter json, List<StatusReport.ResourceMismatch> all) throws IOException {
        for (StatusReport.ResourceMismatch mismatch : all) {
            json.object(() -> {
                json.field("resource", mismatch.resource());
                json.field("present", mismatch.status().present());
                json.stringArray("differences", mismatch.status().differences());
            });
        }
    }
}
