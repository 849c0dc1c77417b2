// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * A qdisc whose CPU time is measured: {@code fq}, or with options {@code eiffel granularity 100us}.
 *
 * @param options options of tc: name, value, name, value, …
 */
public record BenchmarkedQdisc(String kind, List<String> options) {
    static final BenchmarkedQdisc EIFFEL = new BenchmarkedQdisc("eiffel", List.of());
    static final BenchmarkedQdisc FQ = new BenchmarkedQdisc("fq", List.of());

    private static final List<String> KINDS = List.of("eiffel", "fq", "fq_codel", "pfifo");
    /** Qdiscs that pace. With any other, TCP paces, with a timer per socket. */
    private static final Set<String> PACERS = Set.of("eiffel", "fq");

    private static final String LIMIT = "limit";
    /** Minimum limit in packets: the default of fq. */
    private static final int MINIMUM_LIMIT = 10_000;
    /** A flow has one or two GSO packets in the qdisc; none may be dropped. */
    private static final int PACKETS_PER_FLOW = 10;

    public BenchmarkedQdisc {
        options = List.copyOf(options);
    }

    /** The qdisc as users write it. */
    public String toText() {
        return options.isEmpty() ? kind : kind + " " + String.join(" ", options);
    }

    boolean isPacer() {
        return PACERS.contains(kind);
    }

    /** All options by name: a limit for that many flows, and the user's. */
    Map<String, String> options(int flows) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(LIMIT, Integer.toString(Math.max(MINIMUM_LIMIT, PACKETS_PER_FLOW * flows)));
        for (int i = 0; i < options.size(); i += 2) {
            all.put(options.get(i), options.get(i + 1));
        }
        return all;
    }

    /**
     * Parses a qdisc with its options.
     *
     * @throws UserError a usage error if it cannot be measured
     */
    public static BenchmarkedQdisc parse(String text) {
        List<String> words = Arrays.asList(text.strip().split("\\s+"));
        if (!KINDS.contains(words.get(0))) {
            throw UserError.usage(
                    "'" + words.get(0) + "' is not a qdisc of this benchmark", Suggestion.of(words.get(0), KINDS));
        }
        if (words.size() % 2 == 0) {
            throw UserError.usage(
                    "'" + words.get(words.size() - 1) + "' of '" + text + "' has no value",
                    "write options in pairs: 'eiffel granularity 100us timer-slack 100us'");
        }
        return new BenchmarkedQdisc(words.get(0), words.subList(1, words.size()));
    }
}
