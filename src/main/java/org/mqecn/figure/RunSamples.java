// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.mqecn.result.FlowRow;
import org.mqecn.result.NameTemplate;
import org.mqecn.result.RttSeries;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.Percentiles;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;

/** Samples of runs: round-trip times of probes, completion times of flows, busy CPU cores. */
final class RunSamples {
    private static final double NS_PER_US = 1e3;

    private RunSamples() {}

    /**
     * Percentiles of the samples of several runs.
     *
     * @param subject a name of {@link org.mqecn.result.Samples}
     */
    static Percentiles of(List<RunFile> runs, String subject) {
        List<String> parts = MetricName.of(subject).subject();
        String part = String.join("_", parts.subList(1, parts.size()));
        return Percentiles.of(runs.stream()
                .flatMapToDouble(run -> switch (parts.get(0)) {
                    case "rtt" -> roundTrips(run.rtt(), part);
                    case "srtt" -> roundTrips(run.srtt(), part);
                    case "fct" -> completions(run, part);
                    case "cpu" -> run.cpuCores().stream().mapToDouble(Double::doubleValue);
                    default -> DoubleStream.empty();
                })
                .toArray());
    }

    private static DoubleStream roundTrips(List<RttSeries> all, String traffic) {
        return all.stream()
                .filter(series -> traffic.isEmpty() || traffic.equals(NameTemplate.trafficInNames(series.traffic())))
                .flatMapToDouble(series -> DoubleStream.of(series.samplesUs()));
    }

    private static DoubleStream completions(RunFile run, String part) {
        return run.flowRows().stream().filter(selector(part)).mapToDouble(flow -> flow.fctNs() / NS_PER_US);
    }

    /** Flows of a size bin, of one traffic or of one of its services; all flows for an empty name. */
    private static Predicate<FlowRow> selector(String part) {
        for (FlowSizeBin flowSizeBin : FlowSizeBin.values()) {
            if (flowSizeBin.name().toLowerCase(Locale.ROOT).equals(part)) {
                return flow -> flowSizeBin.contains(flow.bytes());
            }
        }
        return flow -> part.isEmpty()
                || part.equals(NameTemplate.trafficInNames(flow.traffic()))
                || part.equals(NameTemplate.trafficInNames(flow.traffic()) + "_" + flow.service());
    }
}
