// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;

/** Single values of runs: round-trip times of probes, completion times of flows, processors at work. */
final class RunSamples {
    private static final double NS_A_US = 1e3;

    private RunSamples() {}

    /**
     * Sorted values.
     *
     * @param subject {@code rtt_us}, {@code rtt_TRAFFIC_us}, {@code srtt_us}, {@code fct_us},
     *        {@code fct_small_us}, {@code fct_TRAFFIC_us}, {@code cpu_cores}
     */
    static double[] sorted(List<RunFile> runs, String subject) {
        List<String> words = MetricName.of(subject).subject();
        String part = String.join("_", words.subList(1, words.size()));
        return runs.stream()
                .flatMapToDouble(run -> switch (words.get(0)) {
                    case "rtt" -> roundTrips(run.rtt(), part);
                    case "srtt" -> roundTrips(run.srtt(), part);
                    case "fct" -> completions(run, part);
                    case "cpu" -> DoubleStream.of(run.cpuCores());
                    default -> DoubleStream.empty();
                })
                .sorted()
                .toArray();
    }

    private static DoubleStream roundTrips(List<RunFile.RttSeries> all, String traffic) {
        return all.stream()
                .filter(rttSeries -> traffic.isEmpty() || traffic.equals(rttSeries.traffic()))
                .flatMapToDouble(rttSeries -> DoubleStream.of(rttSeries.samplesUs()));
    }

    private static DoubleStream completions(RunFile run, String part) {
        int time = run.flows().column("completion_ns");
        if (time < 0) {
            return DoubleStream.empty();
        }
        return run.flows().rows().stream()
                .filter(wanted(run, part))
                .filter(row -> row.get(time).isNumber())
                .mapToDouble(row -> row.get(time).asDouble() / NS_A_US);
    }

    private static Predicate<List<JsonNode>> wanted(RunFile run, String part) {
        int bytes = run.flows().column("bytes");
        int traffic = run.flows().column("traffic");
        for (FlowSizeBin flowSizeBin : FlowSizeBin.values()) {
            if (flowSizeBin.name().toLowerCase(Locale.ROOT).equals(part)) {
                return row -> flowSizeBin.contains(row.get(bytes).asLong());
            }
        }
        return row ->
                part.isEmpty() || traffic >= 0 && row.get(traffic).asText().equals(part);
    }
}
