// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.value.UserError;

/** Renders diagrams with Graphviz. */
public final class GraphvizRenderer {
    private static final String REMEDY =
            "'apt-get install graphviz' installs it; --format dot and --format mermaid do not need it";

    private GraphvizRenderer() {}

    /**
     * Renders DOT as SVG.
     *
     * @throws UserError if Graphviz is not installed, or fails
     */
    public static String renderSvg(String dot, CommandRunner runner) {
        CommandResult result;
        try {
            result = runner.capture(new Command(List.of("dot", "-Tsvg"), dot), Path.of(""));
        } catch (UserError e) {
            throw new UserError("cannot run Graphviz to draw the SVG: " + e.getMessage(), REMEDY);
        }
        if (!result.succeeded()) {
            throw new UserError("Graphviz failed: " + result.errors().strip(), REMEDY);
        }
        return result.output();
    }
}
