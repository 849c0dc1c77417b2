// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;

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

    /** Flows of these sizes that it measures, as many as are expected; empty if that is not known before it runs. */
    default OptionalDouble expectedFlows(FlowSizeBin sizes) {
        return OptionalDouble.empty();
    }

    /** Name of its files: {@code mq-ecn_0.8_1}. */
    default String name() {
        return name(parameters().values(), repetition());
    }

    /** Name of the files of a repetition of a combination of values. */
    static String name(Collection<String> values, int repetition) {
        List<String> parts = new ArrayList<>(values);
        parts.add(Integer.toString(repetition));
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
