// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.Map;
import org.mqecn.experiment.scenario.Trial;

/** One qdisc, one repetition. */
public record CpuTrial(CpuSetup setup, Candidate qdisc, int repetition) implements Trial {
    @Override
    public Map<String, String> labels() {
        return Map.of("qdisc", qdisc.word());
    }

    @Override
    public String text() {
        return setup.document() + "case: {qdisc: " + qdisc.word() + ", repetition: " + repetition + "}\n";
    }
}
