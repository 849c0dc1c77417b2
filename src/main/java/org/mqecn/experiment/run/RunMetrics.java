// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.mqecn.result.RttSeries;
import org.mqecn.statistics.Percentiles;
import org.mqecn.traffic.flow.FctSummary;
import org.mqecn.traffic.flow.FlowRecord;

/** Works out the numbers of a run; the end of each name is its unit. */
final class RunMetrics {
    private static final List<FctSummary.FlowSizeBin> BINS = List.of(FctSummary.FlowSizeBin.values());

    private RunMetrics() {}

    static void addTo(RunMeasurements measurements, PortSampler port, TcpCounters tcp) {
        measurements.addMetric("goodput_sum_mbit", measurements.goodputSum());
        addRtts(measurements);
        List<FlowRecord> flows = measurements.flows().stream()
                .map(RunMeasurements.MeasuredFlow::record)
                .toList();
        if (!flows.isEmpty()) {
            addCompletionTimes(measurements, flows);
        }
        measurements.addMetric("marked_packets", port.marked());
        measurements.addMetric("dropped_packets", port.dropped());
        measurements.addMetric("retransmitted_segments", tcp.retransmitted());
        measurements.addMetric("timeouts", tcp.timeouts());
    }

    private static void addRtts(RunMeasurements measurements) {
        List<RttSeries> probes = measurements.probeRtts();
        if (!probes.isEmpty()) {
            addStatistics(measurements, "rtt", concatenate(probes));
            probes.stream()
                    .map(RttSeries::traffic)
                    .distinct()
                    .forEach(traffic -> addStatistics(
                            measurements,
                            "rtt_" + RunMeasurements.toMetricName(traffic),
                            concatenate(probes.stream()
                                    .filter(each -> each.traffic().equals(traffic))
                                    .toList())));
        }
        if (!measurements.smoothedRtts().isEmpty()) {
            addStatistics(measurements, "srtt", concatenate(measurements.smoothedRtts()));
        }
    }

    private static double[] concatenate(List<RttSeries> parts) {
        return parts.stream()
                .flatMapToDouble(part -> Arrays.stream(part.samplesUs()))
                .toArray();
    }

    private static void addStatistics(RunMeasurements measurements, String name, double[] samples) {
        if (samples.length == 0) {
            return;
        }
        Percentiles percentiles = Percentiles.of(samples);
        measurements.addMetric(
                name + "_avg_us", DoubleStream.of(samples).average().orElseThrow());
        measurements.addMetric(name + "_p50_us", percentiles.median());
        measurements.addMetric(name + "_p99_us", percentiles.at(99));
    }

    private static void addCompletionTimes(RunMeasurements measurements, List<FlowRecord> flows) {
        measurements.addMetric("flows_measured", flows.size());
        for (FctSummary.FlowSizeBin flowSizeBin : BINS) {
            FctSummary fctSummary = FctSummary.of(flowSizeBin, flows);
            if (fctSummary.flows() > 0) {
                String name = "fct_" + flowSizeBin.name().toLowerCase(Locale.ROOT);
                measurements.addMetric(name + "_avg_us", fctSummary.meanUs());
                measurements.addMetric(name + "_p99_us", fctSummary.p99Us());
            }
        }
    }
}
