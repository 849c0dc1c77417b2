// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The data file of an experiment: marking schemes compared on the same traffic. Tables, pictures and pages are
 * made from it and from nothing else.
 *
 * @param header where and when it was made: the only part in which two runs with one seed differ
 * @param versions of the programs that took part
 * @param script what ran in each guest, to be read and run again
 * @param runs what is compared
 */
public record Comparison(Header header, String title, long seed, Map<String, String> versions, Setup setup,
        String script, List<Run> runs) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** When, and on what machine. */
    public record Header(String madeAt, String machine) {}

    /**
     * What was asked for.
     *
     * @param flows of each service
     * @param warmUpSeconds not counted
     * @param measuredSeconds counted
     */
    public record Setup(List<Integer> flows, double warmUpSeconds, double measuredSeconds) {}

    /**
     * One scheme.
     *
     * @param name of the run: that of its scheme, but for a scheme's second run
     * @param scheme its word: {@code mq-ecn}
     * @param baseRttUs round-trip time through empty queues
     * @param transcript commands and what they printed
     * @param configuration of the port, as read back: {@code mqecn get -o json}
     * @param statistics at the end of the measurement: {@code mqecn stats -o json}
     * @param services in the order of their queues
     * @param probeRtt of both services' probes together
     * @param smoothedRtt of all senders, as their TCP has it
     * @param faults why the run does not count; empty where it does
     * @param published what the paper has
     */
    public record Run(String name, String scheme, int baseRttUs, List<String> transcript, JsonNode configuration,
            JsonNode statistics, List<Service> services, Rtt probeRtt, Rtt smoothedRtt, Occupancy occupancy,
            List<String> faults, Published published) {
        public double goodputMbps() {
            return services.stream().mapToDouble(Service::goodputMbps).sum();
        }

        public boolean isValid() {
            return faults.isEmpty();
        }
    }

    /** A service has a queue of its own; goodput is what its receivers read. */
    public record Service(int queue, List<Double> flowGoodputMbps, double goodputMbps, Rtt probeRtt,
            Rtt smoothedRtt) {}

    /** Bytes on the wire in the port over time, a column a quantity. */
    public record Occupancy(long[] timeUs, List<Queue> queues) {
        /** @param thresholdBytes that was in force */
        public record Queue(long[] backlogBytes, long[] thresholdBytes, long[] markedPackets) {}
    }

    /**
     * The paper's values, where it has them.
     *
     * @param source its figure
     * @param services goodput of each, Mbit/s
     * @param sum goodput of both, Mbit/s
     */
    public record Published(String source, List<Double> services, Double sum, Double rttAvgUs, Double rttP99Us) {}

    public static Comparison read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Comparison.class);
    }

    /** Writes it readably, with each column of numbers on a line. */
    public void write(Path file) throws IOException {
        Files.writeString(file, JSON.writer(new DefaultPrettyPrinter()).writeValueAsString(this) + "\n");
    }

}
