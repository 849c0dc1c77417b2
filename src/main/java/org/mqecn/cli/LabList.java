// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.lab.Kernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the kernels that guests can run. */
@Command(name = "list", description = "Show the lab's kernels in the cache.")
final class LabList implements Callable<Integer> {
    private static final String ROW = "%-24s %-6s %9s  %-28s %s%n";

    @Spec
    private CommandSpec spec;

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
    private Format format;

    enum Format { table, json }

    @Override
    public Integer call() throws IOException {
        List<Kernel> kernels = LabCommand.lab(spec.commandLine()).kernels();
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case table -> printTable(kernels, out);
            case json -> out.println(json(kernels));
        }
        out.flush();
        return 0;
    }

    private static void printTable(List<Kernel> kernels, PrintWriter out) {
        out.printf(ROW, "Release", "Debug", "Size (MB)", "Source", "Path");
        for (Kernel kernel : kernels) {
            out.printf(ROW, kernel.release(), kernel.debug() ? "yes" : "no", kernel.size() / 1_000_000, kernel.source(),
                    kernel.folder());
        }
    }

    private static String json(List<Kernel> kernels) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            for (Kernel kernel : kernels) {
                json.writeStartObject();
                json.writeStringField("release", kernel.release());
                json.writeBooleanField("debug", kernel.debug());
                json.writeNumberField("size_bytes", kernel.size());
                json.writeStringField("source", kernel.source());
                json.writeStringField("path", kernel.folder().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }
}
