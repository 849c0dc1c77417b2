// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.List;
import java.util.stream.DoubleStream;
import org.mqecn.result.Metric;
import org.mqecn.result.RttSeries;
import org.mqecn.statistics.Percentiles;
import org.mqecn.traffic.flow.FctSummary;
import org.mqecn.traffic.flow.FlowRecord;

/** Computes the metrics of a run. */
final class RunMetrics {
    private RunMetrics() {}

    static void addTo(RunMeasurements measurements, PortSampler port, TcpCounters tcp) {
        measurements.addMetric(Metric.GOODPUT_SUM, measurements.goodputSum());
        addRtts(measurements);
        List<FlowRecord> flows = measurements.flows().stream()
                .map(RunMeasurements.MeasuredFlow::record)
                .toList();
        if (!flows.isEmpty()) {
            addCompletionTimes(measurements, flows);
        }
        measurements.addMetric(Metric.MARKED_PACKETS, port.marked());
        measurements.addMetric(Metric.DROPPED_PACKETS, port.dropped());
        measurements.addMetric(Metric.RETRANSMITTED_SEGMENTS, tcp.retransmitted());
        measurements.addMetric(Metric.TIMEOUTS, tcp.timeouts());
    }

    private static void addRtts(RunMeasurements measurements) {
        List<RttSeries> probes = measurements.probeRtts();
        if (!probes.isEmpty()) {
            addRtts(measurements, probes, Metric.RTT_AVG.key(), Metric.RTT_P50.key(), Metric.RTT_P99.key());
            probes.stream()
                    .map(RttSeries::traffic)
                    .distinct()
                    .forEach(traffic -> addRtts(
                            measurements,
                            probes.stream()
                                    .filter(each -> each.traffic().equals(traffic))
                                    .toList(),
                            Metric.RTT_OF_TRAFFIC_AVG.ofTraffic(traffic),
                            Metric.RTT_OF_TRAFFIC_P50.ofTraffic(traffic),
                            Metric.RTT_OF_TRAFFIC_P99.ofTraffic(traffic)));
        }
        List<RttSeries> smoothed = measurements.smoothedRtts();
        addRtts(measurements, smoothed, Metric.SRTT_AVG.key(), Metric.SRTT_P50.key(), Metric.SRTT_P99.key());
    }

    private static void addRtts(
            RunMeasurements measurements, List<RttSeries> series, String average, String median, String p99) {
        double[] samples = series.stream()
                .flatMapToDouble(each -> DoubleStream.of(each.samplesUs()))
                .toArray();
        if (samples.length == 0) {
            return;
        }
        Percentiles percentiles = Percentiles.of(samples);
        measurements.addMetric(average, DoubleStream.of(samples).average().orElseThrow());
        measurements.addMetric(median, percentiles.median());
        measurements.addMetric(p99, percentiles.at(99));
    }

    private static void addCompletionTimes(RunMeasurements measurements, List<FlowRecord> flows) {
        measurements.addMetric(Metric.FLOWS_MEASURED, flows.size());
        for (FctSummary.FlowSizeBin bin : FctSummary.FlowSizeBin.values()) {
            FctSummary summary = FctSummary.of(bin, flows);
            if (summary.flows() > 0) {
                measurements.addMetric(Metric.FCT_AVG.ofBin(bin), summary.meanUs());
                measurements.addMetric(Metric.FCT_P99.ofBin(bin), summary.p99Us());
            }
        }
    }
}
