// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mqecn.result.RunFile;

/** The values of a metric in the repetitions of a case, by their seeds, in order. */
record SeedValues(Map<Long, Double> bySeed) {
    /** Those of the repetitions that have the metric. */
    static SeedValues of(List<RunFile> repetitions, String metric) {
        Map<Long, Double> values = new TreeMap<>();
        repetitions.stream()
                .filter(run -> run.metrics().containsKey(metric))
                .forEach(run -> values.put(run.seed(), run.metrics().get(metric)));
        return new SeedValues(values);
    }

    double[] values() {
        return bySeed.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    Set<Long> seeds() {
        return bySeed.keySet();
    }

    /** The ratio to the value of another case with the same seed, for each seed that both have; none if that is 0. */
    double[] ratiosTo(SeedValues other) {
        return bySeed.entrySet().stream()
                .filter(entry -> other.bySeed.getOrDefault(entry.getKey(), 0.0) != 0)
                .mapToDouble(entry -> entry.getValue() / other.bySeed.get(entry.getKey()))
                .toArray();
    }
}
