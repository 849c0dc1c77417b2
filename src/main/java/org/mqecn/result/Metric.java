// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import java.util.Arrays;
import java.util.Optional;

/** The metrics of run files: {@code docs/run-format.md} lists them. */
public enum Metric implements NamedResult {
    GOODPUT_SUM("goodput_sum_mbit", MetricSource.EVERY_CASE, "Goodput of all traffic: payload received in the window."),
    GOODPUT_OF_PART(
            "goodput_TRAFFIC_N_mbit",
            MetricSource.PARTS,
            "Goodput of one part of a traffic: of flow N, or of service N of requests; from 0."),
    GOODPUT_OF_TRAFFIC("goodput_TRAFFIC_mbit", MetricSource.PAYLOAD, "Goodput of one traffic."),
    JAIN(
            "jain_TRAFFIC",
            MetricSource.PARTS,
            "Jain's fairness index of the goodputs of these parts of a traffic: 1 if all are equal, 1/n if one has all."),
    RTT_AVG("rtt_avg_us", MetricSource.PROBES, "Mean RTT of all probes."),
    RTT_P50("rtt_p50_us", MetricSource.PROBES, "Median RTT of all probes."),
    RTT_P99("rtt_p99_us", MetricSource.PROBES, "99th percentile of the RTT of all probes."),
    RTT_OF_TRAFFIC_AVG("rtt_TRAFFIC_avg_us", MetricSource.PROBES, "Mean RTT of the probes of one traffic."),
    RTT_OF_TRAFFIC_P50("rtt_TRAFFIC_p50_us", MetricSource.PROBES, "Median RTT of the probes of one traffic."),
    RTT_OF_TRAFFIC_P99(
            "rtt_TRAFFIC_p99_us", MetricSource.PROBES, "99th percentile of the RTT of the probes of one traffic."),
    SRTT_AVG("srtt_avg_us", MetricSource.LONG_FLOWS, "Mean smoothed RTT of long flows, as their TCP sees it."),
    SRTT_P50("srtt_p50_us", MetricSource.LONG_FLOWS, "Median smoothed RTT of long flows."),
    SRTT_P99("srtt_p99_us", MetricSource.LONG_FLOWS, "99th percentile of the smoothed RTT of long flows."),
    FLOWS_MEASURED(
            "flows_measured",
            MetricSource.SIZED_FLOWS,
            "Flows with a size that completed, those of the warm-up excluded."),
    FCT_AVG("fct_BIN_avg_us", MetricSource.SIZED_FLOWS, "Mean flow completion time of a size bin."),
    FCT_P99("fct_BIN_p99_us", MetricSource.SIZED_FLOWS, "99th percentile of the flow completion time of a size bin."),
    FCT_OF_SERVICE_AVG(
            "fct_TRAFFIC_N_BIN_avg_us",
            MetricSource.SERVICES,
            "Mean flow completion time of a size bin, of service N of a traffic; from 0."),
    FCT_OF_SERVICE_P99(
            "fct_TRAFFIC_N_BIN_p99_us",
            MetricSource.SERVICES,
            "99th percentile of the flow completion time of a size bin, of service N of a traffic."),
    SLOWDOWN_AVG(
            "slowdown_BIN_avg",
            MetricSource.SIZED_FLOWS,
            "Mean slowdown of a size bin: FCT relative to that without other traffic, which is the base RTT and the time"
                    + " that the packets of the flow take through the slowest port of its path."),
    SLOWDOWN_P50("slowdown_BIN_p50", MetricSource.SIZED_FLOWS, "Median slowdown of a size bin."),
    SLOWDOWN_P99("slowdown_BIN_p99", MetricSource.SIZED_FLOWS, "99th percentile of the slowdown of a size bin."),
    MARKED_PACKETS("marked_packets", MetricSource.EVERY_CASE, "Packets that the measured ports marked in the window."),
    DROPPED_PACKETS(
            "dropped_packets", MetricSource.EVERY_CASE, "Packets that the measured ports dropped in the window."),
    OCCUPANCY_AVG(
            "occupancy_avg_bytes",
            MetricSource.ONE_PORT,
            "Mean over time of the occupancy of the measured port: the sum of its queues."),
    OCCUPANCY_P50(
            "occupancy_p50_bytes",
            MetricSource.ONE_PORT,
            "Median over time: the occupancy that the measured port did not exceed for half of the window."),
    OCCUPANCY_P99(
            "occupancy_p99_bytes",
            MetricSource.ONE_PORT,
            "Occupancy that the measured port did not exceed for 99 % of the window."),
    WATERMARK(
            "watermark_bytes",
            MetricSource.EVERY_CASE,
            "Peak occupancy of the measured port in the window: the highest sample of the sum of its queues, or the"
                    + " watermark of dwrr if it rose in the window. The highest of several ports."),
    WATERMARK_OF_QUEUE(
            "watermark_queue_N_bytes",
            MetricSource.EVERY_CASE,
            "Peak occupancy of queue N of the measured port in the window; from 0. The highest of several ports."),
    SOJOURN_P50_OF_QUEUE(
            "sojourn_p50_queue_N_us",
            MetricSource.HISTOGRAMS,
            "Median sojourn time in queue N of the measured port in the window; from 0. Read from a histogram, as the"
                    + " following: at most 12.5 % off."),
    SOJOURN_P99_OF_QUEUE(
            "sojourn_p99_queue_N_us", MetricSource.HISTOGRAMS, "99th percentile of the sojourn time in queue N."),
    SOJOURN_P999_OF_QUEUE(
            "sojourn_p999_queue_N_us", MetricSource.HISTOGRAMS, "99.9th percentile of the sojourn time in queue N."),
    OCCUPANCY_P50_OF_QUEUE(
            "occupancy_p50_queue_N_bytes",
            MetricSource.HISTOGRAMS,
            "Median occupancy of queue N, over the packets that left it in the window."),
    OCCUPANCY_P99_OF_QUEUE(
            "occupancy_p99_queue_N_bytes",
            MetricSource.HISTOGRAMS,
            "99th percentile of the occupancy of queue N, over the packets that left it."),
    OCCUPANCY_P999_OF_QUEUE(
            "occupancy_p999_queue_N_bytes",
            MetricSource.HISTOGRAMS,
            "99.9th percentile of the occupancy of queue N, over the packets that left it."),
    MARKED_PACKETS_OF_PORT(
            "marked_PORT_packets", MetricSource.SEVERAL_PORTS, "Packets that one port marked in the window."),
    DROPPED_PACKETS_OF_PORT(
            "dropped_PORT_packets", MetricSource.SEVERAL_PORTS, "Packets that one port dropped in the window."),
    WATERMARK_OF_QUEUE_OF_PORT(
            "watermark_PORT_queue_N_bytes",
            MetricSource.SEVERAL_PORTS,
            "Peak occupancy of queue N of one port in the window."),
    WATERMARK_OF_PORT("watermark_PORT_bytes", MetricSource.SEVERAL_PORTS, "Peak occupancy of one port in the window."),
    UTILIZATION_OF_PORT(
            "utilization_PORT_percent",
            MetricSource.SEVERAL_PORTS,
            "What one port sent in the window, relative to its rate."),
    RETRANSMITTED_SEGMENTS(
            "retransmitted_segments",
            MetricSource.EVERY_CASE,
            "TCP segments that the senders retransmitted in the window."),
    TIMEOUTS("timeouts", MetricSource.EVERY_CASE, "TCP retransmission timeouts of the senders in the window."),
    THRESHOLD(
            "threshold_bytes",
            MetricSource.LATE_FLOWS,
            "Marking threshold of queue 0 after another queue became active: mean over the last third of that time."),
    THRESHOLD_SETTLING(
            "threshold_settling_us",
            MetricSource.LATE_FLOWS,
            "Time from the first packet in another queue until the threshold of queue 0 is within 5 % of that mean."),
    CPU_USER("cpu_user_cores", MetricSource.CPU_BENCHMARK, "CPU time in user mode, per second."),
    CPU_SYSTEM("cpu_system_cores", MetricSource.CPU_BENCHMARK, "CPU time in system mode, per second."),
    CPU_SOFTIRQ("cpu_softirq_cores", MetricSource.CPU_BENCHMARK, "CPU time in hard and soft interrupts, per second."),
    CPU_TOTAL("cpu_total_cores", MetricSource.CPU_BENCHMARK, "CPU time in all modes but idle and steal, per second."),
    CPU_TOTAL_PERCENT(
            "cpu_total_percent", MetricSource.CPU_BENCHMARK, "CPU time in all modes but idle and steal, of all cores."),
    OTHER_PROCESSES(
            "other_processes_cores",
            MetricSource.CPU_BENCHMARK,
            "User and system time of other processes, per second."),
    FLOW_RATE(
            "rate_pN_percent",
            MetricSource.CPU_BENCHMARK,
            "Percentile N (5, 50, 95) over flows of the goodput relative to the pacing rate."),
    THROTTLED(
            "throttled",
            MetricSource.CPU_BENCHMARK,
            "Times that the qdisc held a flow back to pace it; 0 for qdiscs that do not count it.");

    private final NameTemplate template;
    private final MetricSource source;
    private final String description;

    Metric(String template, MetricSource source, String description) {
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

    /** The metric with this name in run files. */
    public static Optional<Metric> find(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.template.matches(name))
                .findFirst();
    }
}
