// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A port and what happens to it: packets, pauses, changes of its configuration, observations.
 *
 * @param name identifies it
 * @param mtu of the device
 * @param overhead bytes that a size table adds to each packet; 0 without one
 * @param options of the port, in the syntax of tc
 */
public record PortPattern(String name, int mtu, int overhead, List<String> options, List<PatternStep> steps) {
    /**
     * The pattern of a seed.
     *
     * @param maxRate of the port in bytes/s
     * @param excluded schemes and parameters of schemes that the pattern does without
     */
    public static PortPattern random(long seed, int mtu, long maxRate, Set<String> excluded) {
        return new RandomPattern(new Random(seed), mtu, maxRate, excluded).build("seed " + seed);
    }

    public String optionText() {
        return String.join(" ", options);
    }

    /** How long the port takes to send all packets, in ns; not less. */
    public long drainTime() {
        long bytes = steps.stream()
                .filter(PatternStep.Burst.class::isInstance)
                .map(PatternStep.Burst.class::cast)
                .mapToLong(burst -> burst.packets().stream()
                        .flatMap(packet -> packet.frames().stream())
                        .mapToLong(frame -> frame + 200L)
                        .sum())
                .sum();
        return 1_000_000 + (long) (bytes * 1e9 / slowestRate());
    }

    private long slowestRate() {
        return Stream.concat(
                        Stream.of(optionText()),
                        steps.stream()
                                .filter(PatternStep.Change.class::isInstance)
                                .map(step -> ((PatternStep.Change) step).options()))
                .map(PortOptions::new)
                .mapToLong(PortOptions::rate)
                .filter(rate -> rate > 0)
                .min()
                .orElseThrow();
    }

    /** Patterns with fewer or smaller steps and options, the smallest first. */
    public List<PortPattern> smaller() {
        List<PortPattern> all = new ArrayList<>();
        for (int size = steps.size() / 2; size >= 1; size /= 2) {
            for (int from = 0; from + size <= steps.size(); from += size) {
                all.add(withSteps(without(steps, from, from + size)));
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof PatternStep.Burst burst && burst.count() > 1) {
                List<PatternStep> fewer = new ArrayList<>(steps);
                fewer.set(i, burst.withCount(burst.count() / 2));
                all.add(withSteps(fewer));
            }
        }
        for (int i = 2; i < options.size(); i++) { // rate and queues come first
            all.add(new PortPattern(name, mtu, overhead, without(options, i, i + 1), steps));
        }
        if (overhead != 0) {
            all.add(new PortPattern(name, mtu, 0, options, steps));
        }
        return all.stream().filter(PortPattern::isValid).toList();
    }

    private PortPattern withSteps(List<PatternStep> others) {
        return new PortPattern(name, mtu, overhead, options, others);
    }

    private static <T> List<T> without(List<T> list, int from, int to) {
        return Stream.concat(list.subList(0, from).stream(), list.subList(to, list.size()).stream())
                .toList();
    }

    /** Whether the port accepts all its configurations: MQ-ECN is not combined with WFQ. */
    private boolean isValid() {
        PortOptions current = new PortOptions(optionText());
        boolean valid = current.isValid();
        for (PatternStep step : steps) {
            if (step instanceof PatternStep.Change change) {
                current.change(change.options());
                valid &= current.isValid();
            }
        }
        return valid;
    }

    @Override
    public String toString() {
        return "%s, mtu %d, stab overhead %d, dwrr %s\n%s"
                .formatted(
                        name,
                        mtu,
                        overhead,
                        optionText(),
                        String.join(
                                "\n", steps.stream().map(PatternStep::toString).toList()));
    }
}
