// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;

/**
 * Everything that one run of a case measured, and all that is needed to repeat it: {@code runs/NAME.json}. Parts that a
 * run does not have are empty. Only the header depends on when and where the run was made.
 */
public record RunFile(
        @JsonPropertyDescription("When, where and for how long the run was made.") @JsonInclude(Include.NON_NULL)
                RunHeader header,
        @JsonPropertyDescription("Version of this format.") int format,
        @JsonPropertyDescription("Name of the scenario.") String scenario,
        @JsonPropertyDescription("Title of the scenario.") @JsonInclude(Include.NON_EMPTY) String title,
        @JsonPropertyDescription("Paper that the scenario reproduces.") @JsonInclude(Include.NON_NULL)
                PaperReference paper,
        @JsonPropertyDescription("The case: the value of each variable of the scenario.") @JsonProperty("case")
                Map<String, String> parameters,
        @JsonPropertyDescription("Repetition of the case, from 1.") int repetition,
        @JsonPropertyDescription("Seed of all randomness of the run.") long seed,
        @JsonPropertyDescription("The case as a complete YAML document.") String document,
        @JsonPropertyDescription("Versions of mqecn, its module, the kernel and tools.") Map<String, String> versions,
        @JsonPropertyDescription(
                        "Configuration as read back from the kernel, by measured port (SWITCH:NEIGHBOUR) or device.")
                Map<String, Object> configuration,
        @JsonPropertyDescription(
                        "Whether the run is valid: whether it has no fault with the rule require. Invalid runs are"
                                + " excluded from figures and checks.")
                boolean valid,
        @JsonPropertyDescription("What is wrong with the run.") List<RunFault> faults,
        @JsonPropertyDescription("The time in which metrics were measured.") @JsonInclude(Include.NON_NULL)
                MeasurementWindow window,
        @JsonPropertyDescription("Values by metric; the name of a metric ends with its unit.")
                Map<String, Double> metrics,
        @JsonPropertyDescription("Flows with a size that completed.") @JsonInclude(Include.NON_NULL) FlowTable flows,
        @JsonPropertyDescription("RTTs of probes.") @JsonInclude(Include.NON_EMPTY) List<RttSeries> rtt,
        @JsonPropertyDescription("RTTs of long flows as their TCP smoothed them.") @JsonInclude(Include.NON_EMPTY)
                List<RttSeries> srtt,
        @JsonPropertyDescription("Queue occupancy of the measured port, if there is one.")
                @JsonInclude(Include.NON_NULL)
                QueueTable queues,
        @JsonPropertyDescription("Queue occupancy of each measured port, if there are several.")
                @JsonInclude(Include.NON_EMPTY)
                List<QueueTable> ports,
        @JsonPropertyDescription("Busy CPU cores in each second.") @JsonInclude(Include.NON_EMPTY)
                List<Double> cpuCores) {
    public RunFile {
        title = title == null ? "" : title;
        parameters = parameters == null ? Map.of() : parameters;
        document = document == null ? "" : document;
        versions = versions == null ? Map.of() : versions;
        configuration = configuration == null ? Map.of() : configuration;
        faults = faults == null ? List.of() : faults;
        metrics = metrics == null ? Map.of() : metrics;
        rtt = rtt == null ? List.of() : rtt;
        srtt = srtt == null ? List.of() : srtt;
        ports = ports == null ? List.of() : ports;
        cpuCores = cpuCores == null ? List.of() : cpuCores;
    }

    /** The same with a header. */
    public RunFile withHeader(RunHeader newHeader) {
        return with(newHeader, parameters);
    }

    /** The same with other values of variables. */
    public RunFile withParameters(Map<String, String> newParameters) {
        return with(header, newParameters);
    }

    /** The same without the tables that the metrics were computed from. */
    public RunFile metricsOnly() {
        Builder builder = new Builder(scenario)
                .title(title)
                .paper(paper)
                .parameters(parameters)
                .repetition(repetition)
                .seed(seed)
                .document(document)
                .versions(versions)
                .configuration(configuration)
                .faults(faults)
                .metrics(metrics);
        builder.window = window;
        return builder.build().withHeader(header);
    }

    private RunFile with(RunHeader newHeader, Map<String, String> newParameters) {
        return new RunFile(
                newHeader,
                format,
                scenario,
                title,
                paper,
                newParameters,
                repetition,
                seed,
                document,
                versions,
                configuration,
                valid,
                faults,
                window,
                metrics,
                flows,
                rtt,
                srtt,
                queues,
                ports,
                cpuCores);
    }

    /** The header, or an empty one. */
    public RunHeader headerOrEmpty() {
        return header == null ? RunHeader.EMPTY : header;
    }

    /** Rows of {@link #flows}; none if the run had no flows with a size. */
    public List<FlowRow> flowRows() {
        return flows == null ? List.of() : flows.rows();
    }

    /** A table for each measured port; none if the run sampled no port. */
    public List<QueueTable> queueTables() {
        return queues == null ? ports : List.of(queues);
    }

    /** Whether it is valid and has faults that its scenario wants to be reported. */
    public boolean isReported() {
        return valid && faults.stream().anyMatch(fault -> fault.is(ValidityRule.REPORT));
    }

    /** Case and seed for people. */
    public String label() {
        return CaseLabels.format(parameters) + (parameters.isEmpty() ? "seed " : ", seed ") + seed;
    }

    /** Whether a measured port marks by the occupancy of the port rather than of a queue. */
    public boolean marksPerPort(String name) {
        return configuration.get(name) instanceof Map<?, ?> port && "per-port".equals(port.get("ecn_scheme"));
    }

    /** Puts a run file together; what is not set is empty. */
    public static final class Builder {
        private final String scenario;
        private String title = "";
        private PaperReference paper;
        private Map<String, String> parameters = Map.of();
        private int repetition = 1;
        private long seed = 1;
        private String document = "";
        private Map<String, String> versions = Map.of();
        private Map<String, Object> configuration = Map.of();
        private List<RunFault> faults = List.of();
        private MeasurementWindow window;
        private Map<String, Double> metrics = Map.of();
        private FlowTable flows;
        private List<RttSeries> rtt = List.of();
        private List<RttSeries> srtt = List.of();
        private List<QueueTable> queues = List.of();
        private List<Double> cpuCores = List.of();

        public Builder(String scenario) {
            this.scenario = scenario;
        }

        public Builder title(String value) {
            title = value;
            return this;
        }

        public Builder paper(PaperReference value) {
            paper = value;
            return this;
        }

        public Builder parameters(Map<String, String> value) {
            parameters = value;
            return this;
        }

        public Builder repetition(int value) {
            repetition = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder document(String value) {
            document = value;
            return this;
        }

        public Builder versions(Map<String, String> value) {
            versions = value;
            return this;
        }

        public Builder configuration(Map<String, Object> value) {
            configuration = value;
            return this;
        }

        public Builder faults(List<RunFault> value) {
            faults = value;
            return this;
        }

        public Builder window(long fromUs, long toUs) {
            window = new MeasurementWindow(fromUs, toUs);
            return this;
        }

        public Builder metrics(Map<String, Double> value) {
            metrics = value;
            return this;
        }

        public Builder flows(List<FlowRow> rows) {
            flows = rows.isEmpty() ? null : FlowTable.of(rows);
            return this;
        }

        public Builder rtt(List<RttSeries> value) {
            rtt = value;
            return this;
        }

        public Builder srtt(List<RttSeries> value) {
            srtt = value;
            return this;
        }

        public Builder queues(String port, List<QueueRow> rows) {
            return queues(List.of(QueueTable.of(port, rows)));
        }

        /** @param value a table for each measured port */
        public Builder queues(List<QueueTable> value) {
            queues = List.copyOf(value);
            return this;
        }

        public Builder cpuCores(List<Double> value) {
            cpuCores = value;
            return this;
        }

        /** The run file, without a header. */
        public RunFile build() {
            return new RunFile(
                    null,
                    ResultFiles.FORMAT,
                    scenario,
                    title,
                    paper,
                    parameters,
                    repetition,
                    seed,
                    document,
                    versions,
                    configuration,
                    faults.stream().noneMatch(fault -> fault.is(ValidityRule.REQUIRE)),
                    faults,
                    window,
                    metrics,
                    flows,
                    rtt,
                    srtt,
                    queues.size() == 1 ? queues.get(0) : null,
                    queues.size() == 1 ? List.of() : queues,
                    cpuCores);
        }
    }
}
