// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Programs;
import org.mqecn.value.UserError;

/** Renders diagrams with Graphviz. */
public final class GraphvizRenderer {
    private static final String OTHER_FORMATS = "--format dot and --format mermaid do not need it";

    private GraphvizRenderer() {}

    /**
     * Renders DOT as SVG.
     *
     * @throws UserError if Graphviz is not installed, or fails
     */
    public static String renderSvg(String dot, CommandRunner runner) {
        if (!Programs.isInstalled("dot")) {
            UserError missing = Programs.missing(List.of("dot"), "to draw the SVG");
            throw new UserError(missing.getMessage(), missing.remedy() + "; " + OTHER_FORMATS);
        }
        CommandResult result = runner.capture(new Command(List.of("dot", "-Tsvg"), dot), Path.of(""));
        if (!result.succeeded()) {
            throw new UserError("Graphviz failed: " + result.errors().strip(), OTHER_FORMATS);
        }
        return result.output();
    }
}
