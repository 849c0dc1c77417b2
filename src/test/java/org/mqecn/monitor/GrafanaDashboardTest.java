// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Grafana needs of a dashboard. That each expression has values is tested with Prometheus, in {@code OperationsLabTest}. */
final class GrafanaDashboardTest {
    /** Width of Grafana's grid. */
    private static final int COLUMNS = 24;
    /** Identifiers of units in Grafana. */
    private static final Set<String> UNITS = Set.of("bps", "percentunit", "decbytes", "bytes", "s", "pps", "short");

    private final GrafanaDashboard dashboard = GrafanaDashboard.read();

    @Test
    void panelsHaveWhatGrafanaNeeds() {
        Set<Integer> ids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (JsonNode panel : dashboard.panels()) {
            assertEquals("timeseries", panel.path("type").asText());
            assertTrue(ids.add(panel.path("id").asInt()), panel + " has an id of its own");
            assertTrue(titles.add(panel.path("title").asText()), panel + " has a title of its own");
            assertEquals("${datasource}", panel.path("datasource").path("uid").asText());
            String unit =
                    panel.path("fieldConfig").path("defaults").path("unit").asText();
            assertTrue(UNITS.contains(unit), panel.path("title") + ": " + unit);
            List<String> references = GrafanaDashboard.list(panel.path("targets")).stream()
                    .map(target -> target.path("refId").asText())
                    .toList();
            assertEquals(Set.copyOf(references).size(), references.size());
            for (JsonNode override : panel.path("fieldConfig").path("overrides")) {
                assertTrue(
                        !override.path("matcher").path("id").asText().equals("byFrameRefID")
                                || references.contains(
                                        override.path("matcher").path("options").asText()),
                        override + " matches a target");
            }
        }
    }

    @Test
    void panelsFitTheGridAndDoNotOverlap() {
        List<JsonNode> placed = new ArrayList<>();
        for (JsonNode panel : dashboard.panels()) {
            JsonNode position = panel.path("gridPos");
            assertTrue(position.path("x").asInt() + position.path("w").asInt() <= COLUMNS, position.toString());
            assertTrue(placed.stream().noneMatch(other -> overlap(other, position)), position.toString());
            placed.add(position);
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
    }

    private static boolean overlap(JsonNode one, JsonNode other, String start, String length) {
        return one.path(start).asInt()
                        < other.path(start).asInt() + other.path(length).asInt()
                && other.path(start).asInt()
                        < one.path(start).asInt() + one.path(length).asInt();
    }

    @Test
    void legendsAndExpressionsUseKnownNames() {
        Set<String> variables = Set.of("datasource", "device", "__rate_interval");
        assertEquals(
                Set.of("datasource", "device"),
                Set.copyOf(GrafanaDashboard.list(
                                dashboard.document().path("templating").path("list"))
                        .stream()
                        .map(each -> each.path("name").asText())
                        .toList()));
        Pattern.compile("\\$\\{?(\\w+)")
                .matcher(dashboard.document().path("panels").toString())
                .results()
                .forEach(match -> assertTrue(variables.contains(match.group(1)), match.group()));
        Pattern.compile("\\{\\{(\\w+)}}")
                .matcher(dashboard.document().path("panels").toString())
                .results()
                .forEach(match -> assertTrue(
                        Set.of("instance", "device", "queue", "reason", "handle")
                                .contains(match.group(1)),
                        match.group()));
    }
}
