// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.OutputFormat;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.figure.TextTable;
import org.mqecn.lab.LabKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the kernels that guests can run. */
@Command(name = "list", description = "Show the lab's kernels in the cache.%n")
final class LabListCommand implements Callable<Integer> {
    private static final int MEGABYTE = 1_000_000;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How to write the result; nothing else goes to standard output.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<LabKernel> kernels = LabFactory.create(spec.commandLine()).kernels();
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> printTable(kernels, out);
            case JSON -> printJson(kernels, out);
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
                    Long.toString(labKernel.sizeBytes() / MEGABYTE),
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
