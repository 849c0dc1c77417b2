// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;

/**
 * A part of an experiment for one of several machines. The repetitions of a case go to different machines, so that all
 * machines take about as long.
 *
 * @param index from 1
 * @param count number of parts
 */
public record Shard(int index, int count) {
    /** The whole experiment. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    public Shard {
        if (index < 1 || index > count) {
            throw new IllegalArgumentException("shard " + index + " of " + count);
        }
    }

    /**
     * Parses {@code 2/5}.
     *
     * @throws IllegalArgumentException if it is no such shard
     */
    public static Shard parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The trials of this shard, in the experiment's order. */
    public <T extends Trial> List<T> select(Experiment<T> experiment) {
        List<T> trials = experiment.trials();
        return IntStream.range(0, trials.size())
                .filter(i -> i % count == index - 1)
                .mapToObj(trials::get)
                .toList();
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
