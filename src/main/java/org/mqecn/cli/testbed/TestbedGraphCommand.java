// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.host.CommandRunner;
import org.mqecn.testbed.graph.Diagram;
import org.mqecn.testbed.graph.DiagramBuilder;
import org.mqecn.testbed.graph.DotWriter;
import org.mqecn.testbed.graph.GraphvizRenderer;
import org.mqecn.testbed.graph.MermaidWriter;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "graph",
        sortOptions = false,
        description = {"Draw a testbed's hosts, switches and links, with the rates and queues of its ports.", ""})
final class TestbedGraphCommand implements Callable<Integer> {
    enum DiagramFormat {
        SVG,
        MERMAID,
        DOT
    }

    @Mixin
    private TestbedOption testbedOption;

    @Option(
            names = "--format",
            paramLabel = "svg|mermaid|dot",
            description =
                    "Output format: an image rendered by Graphviz, or source text for Mermaid or Graphviz (default: svg).")
    private DiagramFormat format = DiagramFormat.SVG;

    @Option(names = "--out", paramLabel = "FILE", description = "Output file (default: standard output).")
    private Path file;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Diagram diagram = DiagramBuilder.build(testbedOption.desiredFile().testbed());
        String text =
                switch (format) {
                    case SVG -> GraphvizRenderer.renderSvg(DotWriter.write(diagram), new CommandRunner());
                    case MERMAID -> MermaidWriter.write(diagram);
                    case DOT -> DotWriter.write(diagram);
                };
        if (file == null) {
            spec.commandLine().getOut().print(text);
        } else {
            write(text);
        }
        return ExitCode.SUCCESS;
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + IoErrors.reason(e), "name another file");
        }
    }
}
