// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.result.FlowRow;
import org.mqecn.result.Metric;
import org.mqecn.result.RttSeries;
import org.mqecn.result.RunFault;
import org.mqecn.result.ValidityReason;
import org.mqecn.result.ValidityRule;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.UnloadedPath;
import org.mqecn.traffic.flow.FlowRecord;

/** Measurements of a run, and its faults. */
final class RunMeasurements {
    /**
     * A flow and the traffic it belongs to.
     *
     * @param path from its sender to its receiver, without load; empty if it has no rate
     */
    record MeasuredFlow(String traffic, FlowRecord record, Optional<UnloadedPath> path) {
        /** FCT relative to the shortest possible one; empty if that is not known. */
        OptionalDouble slowdown() {
            return path.stream()
                    .mapToDouble(each ->
                            record.fctNs() / each.completionNs(record.flow().bytes()))
                    .findFirst();
        }

        FlowRow toRow() {
            return new FlowRow(
                    record.startNs(),
                    record.fctNs(),
                    record.flow().bytes(),
                    traffic,
                    record.flow().service(),
                    record.dscp(),
                    record.retransmitted(),
                    record.deliveredCe(),
                    record.dctcp());
        }
    }

    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final List<MeasuredFlow> flows = new ArrayList<>();
    private final Map<String, Integer> servicesOfTraffic = new LinkedHashMap<>();
    private final List<RttSeries> probeRtts = new ArrayList<>();
    private final List<RttSeries> smoothedRtts = new ArrayList<>();
    private final List<RunFault> faults = new ArrayList<>();
    private final Map<ValidityReason, ValidityRule> rules;
    private final Map<String, List<Double>> goodputsOfParts = new LinkedHashMap<>();
    private double goodputSum;

    /** @param rules of reasons that do not make the run invalid */
    RunMeasurements(Map<ValidityReason, ValidityRule> rules) {
        this.rules = rules;
    }

    /** Adds the goodput of one traffic. */
    void addGoodput(String traffic, double mbit) {
        metrics.put(Metric.GOODPUT_OF_TRAFFIC.ofTraffic(traffic), mbit);
        goodputSum += mbit;
    }

    /** Adds the goodput of one flow or service of a traffic. */
    void addGoodput(String traffic, int part, double mbit) {
        metrics.put(Metric.GOODPUT_OF_PART.ofPart(traffic, part), mbit);
        goodputsOfParts.computeIfAbsent(traffic, name -> new ArrayList<>()).add(mbit);
    }

    void addMetric(Metric metric, double value) {
        addMetric(metric.key(), value);
    }

    void addMetric(String key, double value) {
        metrics.put(key, value);
    }

    /** Adds the number of services of a traffic with sized flows. */
    void addServices(String traffic, int services) {
        servicesOfTraffic.put(traffic, services);
    }

    void addFlow(MeasuredFlow flow) {
        flows.add(flow);
    }

    void addProbeRtts(String traffic, int dscp, double[] samplesUs) {
        probeRtts.add(RttSeries.ofProbes(traffic, dscp, samplesUs));
    }

    void addSmoothedRtts(String traffic, double[] samplesUs) {
        smoothedRtts.add(RttSeries.ofSmoothed(traffic, samplesUs));
    }

    /** Adds a fault unless a condition is met. */
    void require(ValidityReason reason, boolean condition, String format, Object... values) {
        if (!condition) {
            faults.add(new RunFault(
                    reason,
                    rules.getOrDefault(reason, ValidityRule.REQUIRE),
                    String.format(Locale.ROOT, format, values)));
        }
    }

    /**
     * Requires that connections with DCTCP run it: without ECN, the kernel falls back to Reno.
     *
     * @param congestionControl the selected one
     */
    void requireDctcp(String traffic, String sender, String congestionControl, List<TcpConnection> connections) {
        require(ValidityReason.NO_DATA, !connections.isEmpty(), "%s: %s has no connection", traffic, sender);
        if (congestionControl.equals(NetworkStack.DCTCP)) {
            connections.forEach(connection -> require(
                    ValidityReason.NOT_DCTCP,
                    connection.info().dctcp(),
                    "%s: %s runs %s, not DCTCP: ECN was not negotiated",
                    traffic,
                    sender,
                    connection.congestionControl()));
        }
    }

    /** Goodputs of the flows or services of each traffic that has several. */
    Map<String, List<Double>> goodputsOfParts() {
        return goodputsOfParts;
    }

    double goodputSum() {
        return goodputSum;
    }

    Map<String, Double> metrics() {
        return metrics;
    }

    List<MeasuredFlow> flows() {
        return flows;
    }

    Map<String, Integer> servicesOfTraffic() {
        return servicesOfTraffic;
    }

    List<RttSeries> probeRtts() {
        return probeRtts;
    }

    List<RttSeries> smoothedRtts() {
        return smoothedRtts;
    }

    List<RunFault> faults() {
        return faults;
    }
}
