// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The dashboard of the documentation. */
public record GrafanaDashboard(JsonNode document) {
    public static GrafanaDashboard read() {
        try {
            return new GrafanaDashboard(new ObjectMapper()
                    .readTree(Path.of("docs/grafana-dashboard.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> panels() {
        return list(document.path("panels"));
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** The expressions of all panels, as Grafana sends them to Prometheus when all devices are selected. */
    public List<String> expressions() {
        return panels().stream()
                .flatMap(panel -> list(panel.path("targets")).stream())
                .map(target -> target.path("expr")
                        .asText()
                        .replace("$__rate_interval", "4s")
                        .replace("$device", ".+"))
                .toList();
    }
}
