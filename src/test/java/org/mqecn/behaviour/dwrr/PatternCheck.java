// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Compares a port with the model by random patterns, each derived from a seed. {@code -Dmqecn.seed=N} runs that seed only,
 * {@code -Dmqecn.patterns=N} that many. A pattern that differs is reduced before it is reported.
 */
public final class PatternCheck {
    /** Runs patterns through a port. */
    public interface PatternRunner {
        List<PatternTrace> run(List<PortPattern> patterns);
    }

    /** Patterns that run together. */
    private static final int BATCH = 2_000;

    /** Seeds in a row with the same MTU, which takes a process to change. */
    private static final int SAME_MTU = 100;

    private static final int MTU = 1_500;

    private static final int MAX_REPORTS = 3;
    /** In standard deviations. */
    private static final double MAX_DEVIATION = 5;

    private final PatternRunner runner;
    private final long maxRate;
    private final int maxMtu;
    private final Set<String> excluded;
    private final ObservedChance chance = new ObservedChance();
    private final List<String> reports = new ArrayList<>();
    private int failures;

    /**
     * @param maxRate of the ports in bytes/s
     * @param excluded schemes and parameters of schemes that the patterns do without
     */
    public PatternCheck(PatternRunner runner, long maxRate, int maxMtu, Set<String> excluded) {
        this.runner = runner;
        this.maxRate = maxRate;
        this.maxMtu = maxMtu;
        this.excluded = excluded;
    }

    /** Fails if the port differs from the model in any of the first patterns. */
    public void check(int patterns) {
        List<Long> seeds = seeds(patterns);
        for (int from = 0; from < seeds.size(); from += BATCH) {
            check(seeds.subList(from, Math.min(from + BATCH, seeds.size())).stream()
                    .map(this::pattern)
                    .toList());
        }
        if (failures > 0) {
            fail("%d of %d patterns differ%n%s".formatted(failures, seeds.size(), String.join("\n\n", reports)));
        }
        assertTrue(
                Math.abs(chance.deviation()) < MAX_DEVIATION,
                () -> "packets are marked and dropped by chance %.1f standard deviations too often"
                        .formatted(chance.deviation()));
    }

    private static List<Long> seeds(int patterns) {
        Long only = Long.getLong("mqecn.seed");
        return only != null
                ? List.of(only)
                : LongStream.rangeClosed(1, Integer.getInteger("mqecn.patterns", patterns))
                        .boxed()
                        .toList();
    }

    private PortPattern pattern(long seed) {
        return PortPattern.random(seed, seed / SAME_MTU % 2 == 0 ? MTU : maxMtu, maxRate, excluded);
    }

    private void check(List<PortPattern> patterns) {
        List<PatternTrace> traces = runner.run(patterns);
        for (int i = 0; i < patterns.size(); i++) {
            Optional<String> difference = traces.get(i).compare(chance);
            if (difference.isPresent() && ++failures <= MAX_REPORTS) {
                reports.add(reduce(patterns.get(i), difference.get()));
            }
        }
    }

    /** The smallest pattern found that differs, and how. */
    private String reduce(PortPattern pattern, String difference) {
        Report report = new Report(pattern, difference);
        for (Report next = reduce(report); next != null; next = reduce(report)) {
            report = next;
        }
        return report.pattern() + "\n" + report.difference();
    }

    private record Report(PortPattern pattern, String difference) {}

    /** A smaller pattern that differs; null if none was found. */
    private Report reduce(Report report) {
        List<PortPattern> smaller = report.pattern().smaller();
        List<PatternTrace> traces = runner.run(smaller);
        for (int i = 0; i < smaller.size(); i++) {
            Optional<String> difference = traces.get(i).compare(new ObservedChance());
            if (difference.isPresent()) {
                return new Report(smaller.get(i), difference.get());
            }
        }
        return null;
    }
}
