// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments with which tc makes a stock qdisc again, for kinds whose options are numbers, times and flags. */
final class StockQdiscArguments {
    private static final Set<String> KINDS = Set.of("fq_codel", "codel", "fq", "pfifo", "bfifo", "pfifo_fast");
    private static final Set<String> FLAGS = Set.of("ecn", "pacing");
    private static final Map<String, String> UNITS = Map.of("maxrate", "bit", "timer_slack", "ns");
    private static final Set<String> TIMES = Set.of("target", "interval", "ce_threshold");
    /** These store times in units of 1024 ns, rounded down, and read back microseconds, rounded down again. */
    private static final Set<String> COARSE_TIMES = Set.of("fq_codel", "codel");

    private static final long NS_PER_US = 1_000;

    private StockQdiscArguments() {}

    /**
     * @param options as {@link StockQdiscOptions} reads them
     * @return empty for other kinds
     */
    static Optional<List<String>> format(String kind, Map<String, List<Long>> options) {
        if (!KINDS.contains(kind)) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        options.forEach((name, values) -> addOption(words, kind, name, values.get(0)));
        return Optional.of(words);
    }

    private static void addOption(List<String> words, String kind, String name, long value) {
        if (FLAGS.contains(name)) {
            words.add(value == 0 ? "no" + name : name);
        } else if (TIMES.contains(name)) {
            words.addAll(List.of(name, value / NS_PER_US + (COARSE_TIMES.contains(kind) ? 1 : 0) + "us"));
        } else {
            words.addAll(List.of(name, value + UNITS.getOrDefault(name, "")));
        }
    }
}
