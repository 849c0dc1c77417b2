// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The reasons why a run is invalid. {@code validity:} of a scenario refers to them by name. */
public enum ValidityReason {
    PORT_NOT_SATURATED(
            "the measured port sent less than 98 % of its rate although some traffic always has more to send"),
    OTHER_BOTTLENECK("another port dropped or marked more packets, or had a longer backlog, than the measured port"),
    HOST_DROPS("a host dropped packets before they reached the switch"),
    GSO_PACKETS("there were GSO packets in the queues of the measured port"),
    NO_QDISC("the measured port has no qdisc"),
    MISSING_SAMPLES("more than 1 % of the samples of the queues are missing"),
    NO_DATA("a flow, a sender or a UDP stream delivered nothing in the measurement"),
    NOT_DCTCP("a connection that is to run DCTCP did not: ECN was not negotiated"),
    NO_ECN_ECHO("a DCTCP sender that always has more to send received no ECN-Echo"),
    INCOMPLETE_FLOWS("flows with a size did not complete"),
    LOST_PROBES("more than 1 % of the probes with a DSCP did not come back, or none was measured"),
    SHORT_IPERF3("iperf3 ran for less than 90 % of the measurement"),
    OTHER_QDISC(Experiments.CPU_BENCHMARK, "the device does not have the qdisc under test"),
    QDISC_BYPASSED(Experiments.CPU_BENCHMARK, "the traffic did not go through the qdisc"),
    NOT_PACED(Experiments.CPU_BENCHMARK, "a qdisc that paces held no flow back"),
    QDISC_DROPS(Experiments.CPU_BENCHMARK, "the qdisc dropped packets"),
    TOTAL_RATE(Experiments.CPU_BENCHMARK, "the total rate is more than 2.5 % off"),
    FLOW_RATES(Experiments.CPU_BENCHMARK, "more than 5 % of the flows are more than 10 % off their rate"),
    NO_CPU_TIME(Experiments.CPU_BENCHMARK, "no CPU time was measured"),
    OTHER_PROCESSES(Experiments.CPU_BENCHMARK, "other processes used the CPUs"),
    STEAL_TIME(Experiments.CPU_BENCHMARK, "the hypervisor took the CPUs");

    private enum Experiments {
        SCENARIOS,
        CPU_BENCHMARK
    }

    private final Experiments experiments;
    private final String description;

    ValidityReason(String description) {
        this(Experiments.SCENARIOS, description);
    }

    ValidityReason(Experiments experiments, String description) {
        this.experiments = experiments;
        this.description = description;
    }

    /** The reasons that runs of scenarios have. */
    public static List<ValidityReason> ofScenarios() {
        return Arrays.stream(values())
                .filter(reason -> reason.experiments == Experiments.SCENARIOS)
                .toList();
    }

    /** The name in files: {@code port-not-saturated}. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static ValidityReason of(String key) {
        return Arrays.stream(values())
                .filter(reason -> reason.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown reason '" + key + "'"));
    }

    /** In a sentence. */
    public String description() {
        return description;
    }
}
