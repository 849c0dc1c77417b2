// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One planned run of an experiment: one repetition of one combination of the variables' values. */
public interface Trial {
    /** Values of the variables, by name. */
    Map<String, String> parameters();

    /** From 1. */
    int repetition();

    /** The complete document. */
    String text();

    /** Hosts and switches of its testbed. */
    default int nodes() {
        return 0;
    }

    /** Name of its files: {@code mq-ecn_0.8_1}. */
    default String name() {
        List<String> parts = new ArrayList<>(parameters().values());
        parts.add(Integer.toString(repetition()));
        return String.join(
                "_",
                parts.stream()
                        .map(word -> word.replaceAll("[^A-Za-z0-9.+-]", "-"))
                        .toList());
    }

    /** Label for people: {@code scheme mq-ecn, load 0.8}. */
    default String label() {
        String label = label(parameters());
        return repetition() == 1 ? label : (label.isEmpty() ? "" : label + ", ") + "repetition " + repetition();
    }

    /** Label of values of variables: {@code scheme mq-ecn, load 0.8}. */
    static String label(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
