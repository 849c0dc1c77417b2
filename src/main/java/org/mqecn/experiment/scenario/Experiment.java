// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.result.PaperReference;

/**
 * Trials and the checks of their results.
 *
 * @param trials each repetition of each case
 * @param seed seed of all randomness
 * @param text the complete document
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

    /** The number of each trial, from 0, by name. */
    public Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        trials.forEach(trial -> numbers.put(trial.name(), numbers.size()));
        return numbers;
    }
}
