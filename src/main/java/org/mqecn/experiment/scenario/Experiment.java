// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.List;
import java.util.Optional;
import org.mqecn.result.PaperReference;

/**
 * What is to run, and what has to come out.
 *
 * @param trials each combination of what varies, and each repetition of it
 * @param seed of all randomness
 * @param text the document that says all of it
 */
public record Experiment<T extends Trial>(
        String name,
        String title,
        Optional<PaperReference> paper,
        List<T> trials,
        List<MetricCheck> checks,
        int seed,
        String text) {
    public Experiment {
        trials = List.copyOf(trials);
        checks = List.copyOf(checks);
    }
}
