// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.mqecn.host.CommandRunner;
import org.mqecn.port.UserError;

/** Has Graphviz lay a diagram out. */
public final class Graphviz {
    private static final String REMEDY = "'apt-get install graphviz' installs it; --format dot and --format mermaid do "
            + "without it";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Graphviz() {}

    /**
     * The picture of a text in Graphviz's language.
     *
     * @throws UserError where there is no Graphviz, or it does not like the text
     */
    public static String svg(String dot, CommandRunner runner) {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        InputStream text = new ByteArrayInputStream(dot.getBytes(StandardCharsets.UTF_8));
        int status;
        try {
            status = runner.stream(List.of("dot", "-Tsvg"), System.getenv(), Path.of(""), text, picture, errors, LIMIT);
        } catch (UserError e) {
            throw new UserError("there is no Graphviz to draw an SVG with: " + e.getMessage(), REMEDY);
        }
        if (status != 0) {
            throw new UserError("Graphviz failed: " + errors.toString(StandardCharsets.UTF_8).strip(), REMEDY);
        }
        return picture.toString(StandardCharsets.UTF_8);
    }
}
