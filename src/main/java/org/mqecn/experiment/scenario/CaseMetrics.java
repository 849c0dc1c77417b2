// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import org.mqecn.experiment.scenario.MeasurementSpec.MeasuredPort;
import org.mqecn.port.QdiscKind;
import org.mqecn.result.Metric;
import org.mqecn.result.MetricSource;
import org.mqecn.result.NamedResult;
import org.mqecn.result.Samples;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;
import org.mqecn.traffic.flow.FlowList;
import org.mqecn.traffic.flow.ScheduledFlow;

/**
 * The metrics and samples that a run of a case gives, by name. A run that measures little may lack some, for example the FCT
 * of large flows if there is none.
 */
public record CaseMetrics(Map<String, NamedResult> metrics, Map<String, NamedResult> samples) {
    private static final List<Metric> METRICS_OF_BIN =
            List.of(Metric.FCT_AVG, Metric.FCT_P99, Metric.SLOWDOWN_AVG, Metric.SLOWDOWN_P50, Metric.SLOWDOWN_P99);

    private static final List<Metric> RTTS_OF_TRAFFIC =
            List.of(Metric.RTT_OF_TRAFFIC_AVG, Metric.RTT_OF_TRAFFIC_P50, Metric.RTT_OF_TRAFFIC_P99);

    /** Those of a case. */
    public static CaseMetrics of(ScenarioCase scenarioCase) {
        CaseMetrics given = new CaseMetrics(new LinkedHashMap<>(), new LinkedHashMap<>());
        given.addOf(MetricSource.EVERY_CASE);
        scenarioCase.traffic().forEach(given::add);
        if (scenarioCase.hasLateFlows() && scenarioCase.measurement().onlyPort().isPresent()) {
            given.addOf(MetricSource.LATE_FLOWS);
        }
        List<MeasuredPort> ports = scenarioCase.measurement().ports();
        ports.forEach(port ->
                given.addOfQueues(MetricSource.EVERY_CASE, queues(port.linkEnd().qdisc())));
        scenarioCase.measurement().onlyPort().ifPresent(port -> {
            given.addOf(MetricSource.ONE_PORT);
            given.addHistograms(port.linkEnd().qdisc());
        });
        if (ports.size() > 1) {
            ports.forEach(given::add);
        }
        return given;
    }

    private void add(MeasuredPort port) {
        List.of(
                        Metric.MARKED_PACKETS_OF_PORT,
                        Metric.DROPPED_PACKETS_OF_PORT,
                        Metric.WATERMARK_OF_PORT,
                        Metric.UTILIZATION_OF_PORT)
                .forEach(metric -> addMetric(metric, metric.ofPort(port.name())));
        for (int i = 0; i < queues(port.linkEnd().qdisc()); i++) {
            addMetric(Metric.WATERMARK_OF_QUEUE_OF_PORT, Metric.WATERMARK_OF_QUEUE_OF_PORT.ofPort(port.name(), i));
        }
    }

    /** Queues of a port: those of dwrr, or the leaves of a tree of stock qdiscs. */
    private static int queues(QueueingDiscipline port) {
        return port.qdiscs().stream()
                .filter(qdisc -> qdisc.isOf(QdiscKind.DWRR))
                .findFirst()
                .map(qdisc -> qdisc.request().orElseThrow().queueCount())
                .orElseGet(() -> (int) port.qdiscs().stream()
                        .filter(qdisc -> port.qdiscs().stream()
                                .noneMatch(other -> other.parent().startsWith(qdisc.handle())))
                        .count());
    }

    /** Adds what is read from the histograms of the only port, if it keeps some. */
    private void addHistograms(QueueingDiscipline port) {
        if (port.qdiscs().stream().anyMatch(CaseMetrics::hasHistograms)) {
            addOfQueues(MetricSource.HISTOGRAMS, queues(port));
        }
    }

    private static boolean hasHistograms(QueueingDiscipline.TcQdisc qdisc) {
        return qdisc.isOf(QdiscKind.DWRR) && qdisc.request().orElseThrow().hasHistograms();
    }

    /** Adds what each queue of the port has. */
    private void addOfQueues(MetricSource source, int queues) {
        Arrays.stream(Metric.values())
                .filter(metric ->
                        metric.source() == source && metric.nameTemplate().isOfQueue())
                .forEach(metric ->
                        IntStream.range(0, queues).forEach(queue -> addMetric(metric, metric.ofNumber(queue))));
    }

    private void add(TrafficSpec traffic) {
        if (traffic instanceof TrafficSpec.Requests requests) {
            addSizedFlows(requests.name(), SizeRange.ofServices(requests));
        } else if (traffic instanceof TrafficSpec.Replay replay) {
            FlowList list = replay.flowList();
            addSizedFlows(replay.name(), Collections.nCopies(list.dscps().size(), SizeRange.of(list)));
        } else if (traffic instanceof TrafficSpec.Flows flows && flows.size().isPresent()) {
            long size = flows.size().getAsLong();
            addSizedFlows(flows.name(), Collections.nCopies(flows.dscps().size(), new SizeRange(size, size)));
        } else if (traffic instanceof TrafficSpec.Flows flows) {
            addGoodputs(flows.name(), flows.count());
            addOf(MetricSource.LONG_FLOWS);
            addSamples(Samples.SRTT_OF_TRAFFIC, Samples.SRTT_OF_TRAFFIC.ofTraffic(flows.name()));
        } else if (traffic instanceof TrafficSpec.Probes probes) {
            addOf(MetricSource.PROBES);
            RTTS_OF_TRAFFIC.forEach(metric -> addMetric(metric, metric.ofTraffic(probes.name())));
            addSamples(Samples.RTT_OF_TRAFFIC, Samples.RTT_OF_TRAFFIC.ofTraffic(probes.name()));
        } else {
            addGoodputs(traffic.name(), 1);
        }
    }

    private void addGoodputs(String traffic, int parts) {
        addMetric(Metric.GOODPUT_OF_TRAFFIC, Metric.GOODPUT_OF_TRAFFIC.ofTraffic(traffic));
        for (int part = 0; parts > 1 && part < parts; part++) {
            addMetric(Metric.GOODPUT_OF_PART, Metric.GOODPUT_OF_PART.ofPart(traffic, part));
        }
        if (parts > 1) {
            addMetric(Metric.JAIN, Metric.JAIN.ofTraffic(traffic));
        }
    }

    /** @param services sizes of the flows of each */
    private void addSizedFlows(String traffic, List<SizeRange> services) {
        addGoodputs(traffic, services.size());
        addOf(MetricSource.SIZED_FLOWS);
        addSamples(Samples.FCT_OF_TRAFFIC, Samples.FCT_OF_TRAFFIC.ofTraffic(traffic));
        for (FlowSizeBin bin : FlowSizeBin.values()) {
            if (services.stream().anyMatch(sizes -> sizes.overlaps(bin))) {
                METRICS_OF_BIN.forEach(metric -> addMetric(metric, metric.ofBin(bin)));
                addSamples(Samples.FCT_OF_BIN, Samples.FCT_OF_BIN.ofBin(bin));
            }
        }
        for (int service = 0; services.size() > 1 && service < services.size(); service++) {
            addSamples(Samples.FCT_OF_SERVICE, Samples.FCT_OF_SERVICE.ofPart(traffic, service));
            for (FlowSizeBin bin : FlowSizeBin.values()) {
                if (services.get(service).overlaps(bin)) {
                    for (Metric metric : List.of(Metric.FCT_OF_SERVICE_AVG, Metric.FCT_OF_SERVICE_P99)) {
                        addMetric(metric, metric.ofPart(traffic, service, bin));
                    }
                }
            }
        }
    }

    /** The sizes that flows can have, in bytes. */
    private record SizeRange(long least, long most) {
        static List<SizeRange> ofServices(TrafficSpec.Requests requests) {
            return requests.services().stream()
                    .map(service -> service.sizes().distribution())
                    .map(sizes ->
                            new SizeRange(sizes.quantile(0) / requests.fanIn(), sizes.quantile(1) / requests.fanIn()))
                    .toList();
        }

        static SizeRange of(FlowList list) {
            LongSummaryStatistics bytes =
                    list.flows().stream().mapToLong(ScheduledFlow::bytes).summaryStatistics();
            return new SizeRange(bytes.getMin(), bytes.getMax());
        }

        /** Bins but the first, which has all sizes, are in ascending order. */
        boolean overlaps(FlowSizeBin bin) {
            return bin == FlowSizeBin.ALL
                    || bin.ordinal() >= bin(least).ordinal()
                            && bin.ordinal() <= bin(most).ordinal();
        }

        private static FlowSizeBin bin(long bytes) {
            return Arrays.stream(FlowSizeBin.values())
                    .filter(bin -> bin != FlowSizeBin.ALL && bin.contains(bytes))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Adds what needs no name of a traffic. */
    private void addOf(MetricSource source) {
        Arrays.stream(Metric.values())
                .filter(metric ->
                        metric.source() == source && metric.nameTemplate().isName())
                .forEach(metric -> addMetric(metric, metric.key()));
        Arrays.stream(Samples.values())
                .filter(each -> each.source() == source && each.nameTemplate().isName())
                .forEach(each -> addSamples(each, each.key()));
    }

    private void addMetric(Metric metric, String name) {
        metrics.put(name, metric);
    }

    private void addSamples(Samples kind, String name) {
        samples.put(name, kind);
    }
}
