// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Problem;
import org.mqecn.document.Problems;
import org.mqecn.document.Yaml;
import org.mqecn.port.UserError;
import org.mqecn.topology.Testbed;

/**
 * One combination of what varies, one repetition of it: all that a run has to know.
 *
 * @param labels the values of what varies, by its names
 * @param repetition from 1
 * @param text the document that says all this
 */
public record Case(String scenario, String title, Optional<Paper> paper, Map<String, String> labels, int repetition,
        long seed, Testbed testbed, List<Traffic> traffic, Measure measure, String text) {
    public Case {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        traffic = List.copyOf(traffic);
    }

    /**
     * Reads a case's document.
     *
     * @throws UserError a usage error where it is not one
     */
    public static Case read(String file, String text) {
        Problems problems = new Problems();
        Optional<Case> read = Yaml.read(file, text, problems).flatMap(value -> CaseReader.read(value, text, problems));
        return read.filter(found -> !problems.hasErrors()).orElseThrow(() -> {
            Problem first = problems.list().stream().filter(problem -> !problem.warning()).findFirst().orElseThrow();
            return UserError.usage(first.message(), first.remedy());
        });
    }

    /** What it is called in a file's name: {@code mq-ecn_0.8_1}. */
    public String name() {
        List<String> words = new ArrayList<>(labels.values());
        words.add(Integer.toString(repetition));
        return String.join("_", words.stream().map(word -> word.replaceAll("[^A-Za-z0-9.+-]", "-")).toList());
    }

    /** What it is called for people: {@code scheme mq-ecn, load 0.8}. */
    public String label() {
        String label = String.join(", ", labels.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue()).toList());
        return repetition == 1 ? label.isEmpty() ? scenario : label
                : (label.isEmpty() ? "" : label + ", ") + "repetition " + repetition;
    }
}
