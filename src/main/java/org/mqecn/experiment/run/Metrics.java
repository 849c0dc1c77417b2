// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.mqecn.experiment.run.Observation.Times;
import org.mqecn.traffic.flow.FlowRecord;
import org.mqecn.traffic.flow.Summary;

/** Works out the numbers of a run; the end of each name is its unit. */
final class Metrics {
    private static final List<Summary.Bin> BINS = List.of(Summary.Bin.values());

    private Metrics() {}

    static void add(Observation observation, PortWatch port, TcpCounters tcp) {
        observation.metric("goodput_sum_mbit", observation.goodputSum());
        times(observation);
        List<FlowRecord> flows = observation.flows().stream().map(Observation.Flow::record).toList();
        if (!flows.isEmpty()) {
            completions(observation, flows);
        }
        observation.metric("marked_packets", port.marked());
        observation.metric("dropped_packets", port.dropped());
        observation.metric("retransmitted_segments", tcp.retransmitted());
        observation.metric("timeouts", tcp.timeouts());
    }

    private static void times(Observation observation) {
        List<Times> probes = observation.probes();
        if (!probes.isEmpty()) {
            quantiles(observation, "rtt", joined(probes));
            probes.stream().map(Times::traffic).distinct().forEach(traffic -> quantiles(observation,
                    "rtt_" + Observation.word(traffic), joined(probes.stream()
                            .filter(each -> each.traffic().equals(traffic)).toList())));
        }
        if (!observation.smoothed().isEmpty()) {
            quantiles(observation, "srtt", joined(observation.smoothed()));
        }
    }

    private static double[] joined(List<Times> parts) {
        return parts.stream().flatMapToDouble(part -> Arrays.stream(part.samplesUs())).toArray();
    }

    /** A quantile is the ⌊q n⌋-th of the sorted values, counted from 0, as the paper's scripts have it. */
    private static void quantiles(Observation observation, String name, double[] samples) {
        if (samples.length == 0) {
            return;
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        observation.metric(name + "_avg_us", DoubleStream.of(sorted).sum() / sorted.length);
        observation.metric(name + "_p50_us", sorted[sorted.length / 2]);
        observation.metric(name + "_p99_us", sorted[99 * sorted.length / 100]);
    }

    private static void completions(Observation observation, List<FlowRecord> flows) {
        observation.metric("flows_counted", flows.size());
        for (Summary.Bin bin : BINS) {
            Summary summary = Summary.of(bin, flows);
            if (summary.flows() > 0) {
                String name = "fct_" + bin.name().toLowerCase(Locale.ROOT);
                observation.metric(name + "_avg_us", summary.meanUs());
                observation.metric(name + "_p99_us", summary.p99Us());
            }
        }
    }
}
