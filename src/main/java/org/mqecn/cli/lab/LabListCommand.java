// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.TextTable;
import org.mqecn.lab.LabKernel;
import org.mqecn.value.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = {"List the lab's kernels in the cache.", ""})
final class LabListCommand implements Callable<Integer> {
    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<LabKernel> kernels = LabFactory.create(spec.commandLine()).kernels();
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            printJson(kernels, out);
        } else {
            printTable(kernels, out);
        }
        return ExitCode.SUCCESS;
    }

    private static void printTable(List<LabKernel> kernels, PrintWriter out) {
        TextTable textTable = new TextTable()
                .textColumn("Release")
                .textColumn("Debug")
                .textColumn("Size (MB)")
                .textColumn("Source")
                .textColumn("Path");
        for (LabKernel labKernel : kernels) {
            textTable.addRow(List.of(
                    labKernel.release(),
                    labKernel.debug() ? "yes" : "no",
                    Long.toString(new Bytes(labKernel.sizeBytes()).megabytes()),
                    labKernel.source(),
                    labKernel.folder().toString()));
        }
        textTable.print(out);
    }

    private static void printJson(List<LabKernel> kernels, PrintWriter out) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (LabKernel labKernel : kernels) {
                    json.object(() -> {
                        json.field("release", labKernel.release());
                        json.field("debug", labKernel.debug());
                        json.field("size_bytes", labKernel.sizeBytes());
                        json.field("source", labKernel.source());
                        json.field("path", labKernel.folder().toString());
                    });
                }
            });
        }
    }
}
