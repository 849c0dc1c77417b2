// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.figure.Table;
import org.mqecn.lab.Kernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the kernels that guests can run. */
@Command(name = "list", description = "Show the lab's kernels in the cache.%n")
final class LabList implements Callable<Integer> {
    private static final int MEGABYTE = 1_000_000;

    @Option(names = {"-o", "--output"}, paramLabel = "table|json",
            description = "How to write the result; nothing else goes to standard output.")
    private OutputFormat format = OutputFormat.TABLE;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Kernel> kernels = LabFactory.create(spec.commandLine()).kernels();
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> printTable(kernels, out);
            case JSON -> printJson(kernels, out);
        }
        return ExitCode.SUCCESS;
    }

    private static void printTable(List<Kernel> kernels, PrintWriter out) {
        Table table = new Table().words("Release").words("Debug").words("Size (MB)")
                .words("Source").words("Path");
        for (Kernel kernel : kernels) {
            table.row(List.of(kernel.release(), kernel.debug() ? "yes" : "no", Long.toString(kernel.size() / MEGABYTE),
                    kernel.source(), kernel.folder().toString()));
        }
        table.print(out);
    }

    private static void printJson(List<Kernel> kernels, PrintWriter out) throws IOException {
        try (Json json = new Json(out)) {
            json.array(() -> {
                for (Kernel kernel : kernels) {
                    json.object(() -> {
                        json.field("release", kernel.release());
                        json.field("debug", kernel.debug());
                        json.field("size_bytes", kernel.size());
                        json.field("source", kernel.source());
                        json.field("path", kernel.folder().toString());
                    });
                }
            });
        }
    }
}
