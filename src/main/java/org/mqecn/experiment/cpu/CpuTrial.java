// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.Map;
import org.mqecn.experiment.scenario.Trial;

/** One repetition with one qdisc. */
public record CpuTrial(CpuBenchmark benchmark, BenchmarkedQdisc qdisc, int repetition) implements Trial {
    @Override
    public Map<String, String> parameters() {
        return Map.of("qdisc", qdisc.toText());
    }

    @Override
    public String text() {
        return benchmark.document() + "case: {qdisc: " + qdisc.toText() + ", repetition: " + repetition + "}\n";
    }
}
