// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.host.CommandRunner;
import org.mqecn.port.UserError;
import org.mqecn.testbed.graph.Diagram;
import org.mqecn.testbed.graph.Dot;
import org.mqecn.testbed.graph.Drawing;
import org.mqecn.testbed.graph.Graphviz;
import org.mqecn.testbed.graph.Mermaid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws a testbed. */
@Command(name = "graph", sortOptions = false,
        description = "Draw a testbed's hosts, switches and links, with the rates and queues of its ports.%n")
final class TestbedGraph implements Callable<Integer> {
    enum Language { SVG, MERMAID, DOT }

    @Mixin
    private TestbedChoice choice;

    @Option(names = "--format", paramLabel = "svg|mermaid|dot",
            description = "A picture, which Graphviz lays out, or a text for documents or Graphviz (default: svg).")
    private Language language = Language.SVG;

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes (default: standard output).")
    private Path file;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Diagram diagram = Drawing.of(choice.wanted().testbed());
        String text = switch (language) {
            case SVG -> Graphviz.svg(Dot.of(diagram), new CommandRunner());
            case MERMAID -> Mermaid.of(diagram);
            case DOT -> Dot.of(diagram);
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
            throw new UserError("cannot write " + file + ": " + e.getMessage(), "name another file");
        }
    }
}
