// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.nio.file.Path;
import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.value.UserError;

/** Has Graphviz lay a diagram out. */
public final class GraphvizRenderer {
    private static final String REMEDY =
            "'apt-get install graphviz' installs it; --format dot and --format mermaid do " + "without it";

    private GraphvizRenderer() {}

    /**
     * The picture of a text in Graphviz's language.
     *
     * @throws UserError where there is no Graphviz, or it does not like the text
     */
    public static String renderSvg(String dot, CommandRunner runner) {
        CommandResult result;
        try {
            result = runner.capture(new Command(List.of("dot", "-Tsvg"), dot), Path.of(""));
        } catch (UserError e) {
            throw new UserError("there is no Graphviz to draw an SVG with: " + e.getMessage(), REMEDY);
        }
        if (!result.succeeded()) {
            throw new UserError("Graphviz failed: " + result.errors().strip(), REMEDY);
        }
        return result.output();
    }
}
