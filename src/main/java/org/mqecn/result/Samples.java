// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

/** The samples of run files, of which figures draw CDFs. */
public enum Samples implements NamedResult {
    RTT("rtt_us", MetricSource.PROBES, "RTT of all probes."),
    RTT_OF_TRAFFIC("rtt_TRAFFIC_us", MetricSource.PROBES, "RTT of the probes of one traffic."),
    SRTT("srtt_us", MetricSource.LONG_FLOWS, "Smoothed RTT of long flows."),
    SRTT_OF_TRAFFIC("srtt_TRAFFIC_us", MetricSource.LONG_FLOWS, "Smoothed RTT of the long flows of one traffic."),
    FCT("fct_us", MetricSource.SIZED_FLOWS, "Flow completion time of all flows."),
    FCT_OF_BIN("fct_BIN_us", MetricSource.SIZED_FLOWS, "Flow completion time of a size bin."),
    FCT_OF_TRAFFIC("fct_TRAFFIC_us", MetricSource.SIZED_FLOWS, "Flow completion time of the flows of one traffic."),
    FCT_OF_SERVICE(
            "fct_TRAFFIC_N_us", MetricSource.SERVICES, "Flow completion time of service N of a traffic; from 0."),
    CPU_CORES("cpu_cores", MetricSource.CPU_BENCHMARK, "Busy CPU cores in each second.");

    private final NameTemplate template;
    private final MetricSource source;
    private final String description;

    Samples(String template, MetricSource source, String description) {
        this.template = NameTemplate.of(template);
        this.source = source;
        this.description = description;
    }

    @Override
    public NameTemplate nameTemplate() {
        return template;
    }

    @Override
    public MetricSource source() {
        return source;
    }

    @Override
    public String description() {
        return description;
    }
}
