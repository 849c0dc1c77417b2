// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.mqecn.port.Histogram;
import org.mqecn.port.QueueHistograms;
import org.mqecn.result.Metric;
import org.mqecn.result.RttSeries;
import org.mqecn.statistics.Percentiles;
import org.mqecn.traffic.flow.FctSummary;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;
import org.mqecn.traffic.flow.FlowRecord;

/** Computes the metrics of a run. */
final class RunMetrics {
    private static final double NANOS_PER_MICRO = 1000;
    /** In the order of {@link QueueHistograms#QUANTILES}. */
    private static final List<Metric> SOJOURN_QUANTILES =
            List.of(Metric.SOJOURN_P50_OF_QUEUE, Metric.SOJOURN_P99_OF_QUEUE, Metric.SOJOURN_P999_OF_QUEUE);

    private static final List<Metric> OCCUPANCY_QUANTILES =
            List.of(Metric.OCCUPANCY_P50_OF_QUEUE, Metric.OCCUPANCY_P99_OF_QUEUE, Metric.OCCUPANCY_P999_OF_QUEUE);

    private RunMetrics() {}

    /**
     * Adds the metrics.
     *
     * @param ports measured ports
     * @param fromUs begin of the window
     * @param toUs its end
     * @param tcp what TCP counted in it
     */
    static void addTo(RunMeasurements measurements, List<SampledPort> ports, long fromUs, long toUs, TcpCounters tcp) {
        measurements.addMetric(Metric.GOODPUT_SUM, measurements.goodputSum());
        addFairness(measurements);
        addRtts(measurements);
        if (!measurements.flows().isEmpty()) {
            addCompletionTimes(measurements);
        }
        List<PeakOccupancy> peaks =
                ports.stream().map(port -> port.peak(fromUs, toUs)).toList();
        measurements.addMetric(
                Metric.MARKED_PACKETS,
                ports.stream().mapToLong(SampledPort::marked).sum());
        measurements.addMetric(
                Metric.DROPPED_PACKETS,
                ports.stream().mapToLong(SampledPort::dropped).sum());
        PeakOccupancy highest = PeakOccupancy.highest(peaks);
        measurements.addMetric(Metric.WATERMARK, highest.port());
        highest.queues()
                .forEach((queue, bytes) -> measurements.addMetric(Metric.WATERMARK_OF_QUEUE.ofNumber(queue), bytes));
        if (ports.size() == 1) {
            addOccupancy(measurements, ports.get(0).occupancy(fromUs, toUs));
            addHistograms(measurements, ports.get(0).histograms());
        }
        measurements.addMetric(Metric.RETRANSMITTED_SEGMENTS, tcp.retransmitted());
        measurements.addMetric(Metric.TIMEOUTS, tcp.timeouts());
        for (int i = 0; ports.size() > 1 && i < ports.size(); i++) {
            addOfPort(measurements, ports.get(i), peaks.get(i), toUs - fromUs);
        }
    }

    private static void addOfPort(RunMeasurements measurements, SampledPort port, PeakOccupancy peak, long windowUs) {
        String name = port.port().name();
        measurements.addMetric(Metric.MARKED_PACKETS_OF_PORT.ofPort(name), port.marked());
        measurements.addMetric(Metric.DROPPED_PACKETS_OF_PORT.ofPort(name), port.dropped());
        measurements.addMetric(Metric.WATERMARK_OF_PORT.ofPort(name), peak.port());
        peak.queues()
                .forEach((queue, bytes) ->
                        measurements.addMetric(Metric.WATERMARK_OF_QUEUE_OF_PORT.ofPort(name, queue), bytes));
        port.utilization(windowUs * 1000)
                .ifPresent(percent -> measurements.addMetric(Metric.UTILIZATION_OF_PORT.ofPort(name), percent));
    }

    /** Adds quantiles of the queues that sent packets in the window. */
    private static void addHistograms(RunMeasurements measurements, List<QueueHistograms> queues) {
        for (int queue = 0; queue < queues.size(); queue++) {
            addQuantiles(
                    measurements, SOJOURN_QUANTILES, queue, queues.get(queue).sojourn(), NANOS_PER_MICRO);
            addQuantiles(
                    measurements, OCCUPANCY_QUANTILES, queue, queues.get(queue).occupancy(), 1);
        }
    }

    /** @param unit of the metrics, in that of the histogram */
    private static void addQuantiles(
            RunMeasurements measurements, List<Metric> metrics, int queue, Histogram histogram, double unit) {
        Iterator<Metric> metric = metrics.iterator();
        for (double probability : QueueHistograms.QUANTILES.values()) {
            String name = metric.next().ofNumber(queue);
            histogram.quantile(probability).ifPresent(value -> measurements.addMetric(name, value / unit));
        }
    }

    /** Jain, Chiu and Hawe, "A Quantitative Measure of Fairness and Discrimination", 1984. */
    static void addFairness(RunMeasurements measurements) {
        measurements.goodputsOfParts().forEach((traffic, goodputs) -> {
            double sum = goodputs.stream().mapToDouble(Double::doubleValue).sum();
            double squares = goodputs.stream().mapToDouble(each -> each * each).sum();
            if (squares > 0) {
                measurements.addMetric(Metric.JAIN.ofTraffic(traffic), sum * sum / (goodputs.size() * squares));
            }
        });
    }

    private static void addOccupancy(RunMeasurements measurements, OccupancyDistribution occupancy) {
        if (!occupancy.isEmpty()) {
            measurements.addMetric(Metric.OCCUPANCY_AVG, occupancy.mean());
            measurements.addMetric(Metric.OCCUPANCY_P50, occupancy.quantile(0.5));
            measurements.addMetric(Metric.OCCUPANCY_P99, occupancy.quantile(0.99));
        }
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
        addStatistics(measurements, samples, average, median, p99);
    }

    /** Adds nothing if there are no samples. */
    private static void addStatistics(
            RunMeasurements measurements, double[] samples, String average, String median, String p99) {
        if (samples.length == 0) {
            return;
        }
        Percentiles percentiles = Percentiles.of(samples);
        measurements.addMetric(average, DoubleStream.of(samples).average().orElseThrow());
        measurements.addMetric(median, percentiles.median());
        measurements.addMetric(p99, percentiles.at(99));
    }

    static void addCompletionTimes(RunMeasurements measurements) {
        List<FlowRecord> flows = records(measurements.flows().stream());
        measurements.addMetric(Metric.FLOWS_MEASURED, flows.size());
        addCompletionTimes(measurements, flows, Metric.FCT_AVG::ofBin, Metric.FCT_P99::ofBin);
        addSlowdowns(measurements);
        measurements.servicesOfTraffic().forEach((traffic, services) -> {
            for (int i = 0; services > 1 && i < services; i++) {
                int service = i;
                addCompletionTimes(
                        measurements,
                        records(measurements.flows().stream()
                                .filter(flow -> flow.traffic().equals(traffic)
                                        && flow.record().flow().service() == service)),
                        bin -> Metric.FCT_OF_SERVICE_AVG.ofPart(traffic, service, bin),
                        bin -> Metric.FCT_OF_SERVICE_P99.ofPart(traffic, service, bin));
            }
        });
    }

    private static void addSlowdowns(RunMeasurements measurements) {
        for (FlowSizeBin bin : FlowSizeBin.values()) {
            double[] slowdowns = measurements.flows().stream()
                    .filter(flow -> bin.contains(flow.record().flow().bytes()))
                    .flatMapToDouble(flow -> flow.slowdown().stream())
                    .toArray();
            addStatistics(
                    measurements,
                    slowdowns,
                    Metric.SLOWDOWN_AVG.ofBin(bin),
                    Metric.SLOWDOWN_P50.ofBin(bin),
                    Metric.SLOWDOWN_P99.ofBin(bin));
        }
    }

    private static List<FlowRecord> records(Stream<RunMeasurements.MeasuredFlow> flows) {
        return flows.map(RunMeasurements.MeasuredFlow::record).toList();
    }

    private static void addCompletionTimes(
            RunMeasurements measurements,
            List<FlowRecord> flows,
            Function<FlowSizeBin, String> average,
            Function<FlowSizeBin, String> p99) {
        for (FlowSizeBin bin : FlowSizeBin.values()) {
            FctSummary summary = FctSummary.of(bin, flows);
            if (summary.flows() > 0) {
                measurements.addMetric(average.apply(bin), summary.meanUs());
                measurements.addMetric(p99.apply(bin), summary.p99Us());
            }
        }
    }
}
