// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of an experiment that is to be made: one combination of what varies, one repetition of it. */
public interface Trial {
    /** The values of what varies, by its names. */
    Map<String, String> parameters();

    /** From 1. */
    int repetition();

    /** The document that says all of it. */
    String text();

    /** What it is called in a file's name: {@code mq-ecn_0.8_1}. */
    default String name() {
        List<String> words = new ArrayList<>(parameters().values());
        words.add(Integer.toString(repetition()));
        return String.join(
                "_",
                words.stream()
                        .map(word -> word.replaceAll("[^A-Za-z0-9.+-]", "-"))
                        .toList());
    }

    /** What it is called for people: {@code scheme mq-ecn, load 0.8}. */
    default String label() {
        List<String> words = new ArrayList<>(parameters().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList());
        if (repetition() > 1) {
            words.add("repetition " + repetition());
        }
        return String.join(", ", words);
    }
}
