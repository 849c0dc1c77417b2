// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The metrics of run files: {@code docs/run-format.md} lists them. */
public enum Metric {
    GOODPUT_SUM("goodput_sum_mbit", "Goodput of all traffic: payload received in the window."),
    GOODPUT_OF_PART(
            "goodput_TRAFFIC_N_mbit",
            "Goodput of one part of a traffic: of flow N, or of service N of requests; from 0."),
    GOODPUT_OF_TRAFFIC("goodput_TRAFFIC_mbit", "Goodput of one traffic."),
    RTT_AVG("rtt_avg_us", "Mean RTT of all probes."),
    RTT_P50("rtt_p50_us", "Median RTT of all probes."),
    RTT_P99("rtt_p99_us", "99th percentile of the RTT of all probes."),
    RTT_OF_TRAFFIC_AVG("rtt_TRAFFIC_avg_us", "Mean RTT of the probes of one traffic."),
    RTT_OF_TRAFFIC_P50("rtt_TRAFFIC_p50_us", "Median RTT of the probes of one traffic."),
    RTT_OF_TRAFFIC_P99("rtt_TRAFFIC_p99_us", "99th percentile of the RTT of the probes of one traffic."),
    SRTT_AVG("srtt_avg_us", "Mean smoothed RTT of long flows, as their TCP sees it."),
    SRTT_P50("srtt_p50_us", "Median smoothed RTT of long flows."),
    SRTT_P99("srtt_p99_us", "99th percentile of the smoothed RTT of long flows."),
    FLOWS_MEASURED("flows_measured", "Flows with a size that completed, those of the warm-up excluded."),
    FCT_AVG("fct_BIN_avg_us", "Mean flow completion time of a size bin."),
    FCT_P99("fct_BIN_p99_us", "99th percentile of the flow completion time of a size bin."),
    MARKED_PACKETS("marked_packets", "Packets that the measured port marked in the window."),
    DROPPED_PACKETS("dropped_packets", "Packets that the measured port dropped in the window."),
    RETRANSMITTED_SEGMENTS("retransmitted_segments", "TCP segments that the senders retransmitted in the window."),
    TIMEOUTS("timeouts", "TCP retransmission timeouts of the senders in the window."),
    THRESHOLD(
            "threshold_bytes",
            "Marking threshold of queue 0 after another queue became active: mean over the last third of that time."),
    THRESHOLD_SETTLING(
            "threshold_settling_us",
            "Time from the first packet in another queue until the threshold of queue 0 is within 5 % of that mean."),
    CPU_USER("cpu_user_cores", "CPU time in user mode, per second."),
    CPU_SYSTEM("cpu_system_cores", "CPU time in system mode, per second."),
    CPU_SOFTIRQ("cpu_softirq_cores", "CPU time in hard and soft interrupts, per second."),
    CPU_TOTAL("cpu_total_cores", "CPU time in all modes but idle and steal, per second."),
    CPU_TOTAL_PERCENT("cpu_total_percent", "CPU time in all modes but idle and steal, of all cores."),
    OTHER_PROCESSES("other_processes_cores", "User and system time of other processes, per second."),
    FLOW_RATE("rate_pN_percent", "Percentile N (5, 50, 95) over flows of the goodput relative to the pacing rate."),
    THROTTLED("throttled", "Times that the qdisc held a flow back to pace it; 0 for qdiscs that do not count it.");

    private static final String TRAFFIC = "TRAFFIC";
    private static final String NUMBER = "N";
    private static final String BIN = "BIN";

    private final String template;
    private final String description;
    private final Pattern pattern;

    Metric(String template, String description) {
        this.template = template;
        this.description = description;
        this.pattern = Pattern.compile(template.replace("TRAFFIC", "[A-Za-z0-9_.]+")
                .replace("BIN", "(all|small|medium|large)")
                .replace("N", "[0-9]+"));
    }

    /** The name in run files, with placeholders in capitals. */
    public String template() {
        return template;
    }

    /** The name in run files of a metric without placeholders. */
    public String key() {
        if (pattern.pattern().equals(template)) {
            return template;
        }
        throw new IllegalStateException(template + " has placeholders");
    }

    /** The name in run files for one traffic. */
    public String ofTraffic(String traffic) {
        return template.replace(TRAFFIC, traffic.replace('-', '_'));
    }

    /** The name in run files for one part of a traffic. */
    public String ofPart(String traffic, int number) {
        return template.replace(NUMBER, Integer.toString(number)).replace(TRAFFIC, traffic.replace('-', '_'));
    }

    /** The name in run files for a bin of sizes. */
    public String ofBin(Enum<?> bin) {
        return template.replace(BIN, bin.name().toLowerCase(Locale.ROOT));
    }

    /** The name in run files for a percentile. */
    public String ofPercentile(int percent) {
        return template.replace(NUMBER, Integer.toString(percent));
    }

    public String description() {
        return description;
    }

    public MetricUnit unit() {
        return MetricUnit.ofSuffix(template.substring(template.lastIndexOf('_') + 1))
                .orElse(MetricUnit.COUNT);
    }

    /** The metric with this name in run files. */
    public static Optional<Metric> find(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.pattern.matcher(name).matches())
                .findFirst();
    }
}
