// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mqecn.value.UserError;

/**
 * What one run of a scenario left: the file that figures are drawn from. What a run does not have is empty.
 *
 * @param parameters of what the scenario varies, by name
 * @param document the scenario as this run had it, YAML
 * @param configuration of the ports, as read back, by {@code switch:neighbour}
 * @param faults why the run does not count; empty where it does
 * @param metrics by their names, which end in their units
 * @param cpuCores processors at work, in each second
 */
record RunFile(
        Header header,
        String scenario,
        String title,
        Paper paper,
        @JsonProperty("case") Map<String, String> parameters,
        int repetition,
        long seed,
        String document,
        Map<String, String> versions,
        JsonNode configuration,
        boolean valid,
        List<String> faults,
        Window window,
        Map<String, Double> metrics,
        FlowTable flows,
        List<RttSeries> rtt,
        List<RttSeries> srtt,
        QueueTable queues,
        double[] cpuCores) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * When it ran, for how long, and where.
     *
     * @param place on that machine: a guest, or the machine itself
     */
    record Header(String when, double wallSeconds, String machine, String place) {}

    /** What is reproduced. */
    record Paper(String source, String url) {}

    /** The time that was measured. */
    record Window(double fromUs, double toUs) {}

    /** A row a flow; see {@link #column}. */
    record FlowTable(List<String> columns, List<List<JsonNode>> rows) {
        /** Where a column stands; -1 where there is none. */
        int column(String name) {
            return columns.indexOf(name);
        }
    }

    /** Round-trip times of probes, or as senders' TCP smoothed them, in the order in which they were measured. */
    record RttSeries(String traffic, double[] samplesUs) {}

    /** What stood in the queues of a port: a row where something changed. Values may be missing. */
    record QueueTable(String port, List<String> columns, List<Double[]> rows) {
        int column(String name) {
            return columns.indexOf(name);
        }
    }

    RunFile {
        header = header == null ? new Header("", 0, "", "") : header;
        title = title == null ? scenario : title;
        parameters = parameters == null ? Map.of() : parameters;
        document = document == null ? "" : document;
        versions = versions == null ? Map.of() : versions;
        configuration = configuration == null ? MissingNode.getInstance() : configuration;
        faults = faults == null ? List.of() : faults;
        metrics = metrics == null ? Map.of() : metrics;
        flows = flows == null ? new FlowTable(List.of(), List.of()) : flows;
        cpuCores = cpuCores == null ? new double[0] : cpuCores;
        rtt = rtt == null ? List.of() : rtt;
        srtt = srtt == null ? List.of() : srtt;
        queues = queues == null ? new QueueTable("", List.of(), List.of()) : queues;
    }

    /** @throws UserError where it is no such file */
    static RunFile read(Path file) {
        return read(file, RunFile.class);
    }

    static <T> T read(Path file, Class<T> type) {
        try {
            return JSON.readValue(Files.readString(file), type);
        } catch (JsonProcessingException e) {
            throw new UserError(
                    file + " is not what a run leaves: " + e.getOriginalMessage(),
                    "remove it and let 'mqecn run' make it again");
        } catch (IOException e) {
            throw new UserError("cannot read " + file, "");
        }
    }

    /** Which one of its scenario's it is. */
    String label() {
        return FigureSpec.formatValues(parameters)
                + (parameters.isEmpty() ? "seed " : ", seed ")
                + Long.toUnsignedString(seed);
    }

    /** Whether the port marks by the sum of its queues. */
    boolean isPerPort() {
        return configuration.path(queues.port()).path("ecn_scheme").asText().equals("per-port");
    }
}
