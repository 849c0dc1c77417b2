// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.port.Rate;
import org.mqecn.testbed.verify.Way.Step;
import org.mqecn.topology.Link.End;

/**
 * Which flows fill a port: from hosts whose ways lead through it, so many that what is before it lets through more
 * than it does itself. Then its queue is the one that stands.
 *
 * @param step the port, and its link
 * @param flows the ways of the flows; empty where no hosts can fill it
 * @param certain whether each of them passes the port, whatever way its packets take
 */
record Plan(Step step, List<Way> flows, boolean certain) {
    private static final double FASTER = 1.02;
    private static final int MOST_SENDERS = 8;
    private static final long UNLIMITED = Long.MAX_VALUE / 1024;

    Plan {
        flows = List.copyOf(flows);
    }

    /** The ways between two hosts, of which packets take one. */
    record Pair(List<Way> ways) {
        boolean surelyPasses(End end) {
            return ways.stream().allMatch(way -> way.passes(end));
        }

        boolean mayPass(End end) {
            return ways.stream().anyMatch(way -> way.passes(end));
        }
    }

    long rate() {
        return rate(step.out());
    }

    /**
     * Finds the flows for a port.
     *
     * @param cards what a host's own device sends at most
     */
    static Plan of(Step step, List<Pair> pairs, Map<String, Rate> cards) {
        End port = step.out();
        List<Pair> sure = pairs.stream().filter(pair -> pair.surelyPasses(port)).toList();
        List<Pair> usable = sure.isEmpty() ? pairs.stream().filter(pair -> pair.mayPass(port)).toList() : sure;
        List<Way> candidates = usable.stream().map(pair -> pair.ways().stream()
                .filter(way -> way.passes(port)).findFirst().orElseThrow())
                .sorted(Comparator.comparingLong((Way way) -> -offered(way, port, cards))).toList();
        List<Way> chosen = sure.isEmpty() ? spread(candidates) : fewest(candidates, port, cards);
        return new Plan(step, fills(chosen, port, cards) ? chosen : List.of(), !sure.isEmpty());
    }

    /** As few senders as will do. */
    private static List<Way> fewest(List<Way> candidates, End port, Map<String, Rate> cards) {
        List<Way> chosen = new ArrayList<>();
        Set<String> senders = new HashSet<>();
        for (Way way : candidates) {
            if (!fills(chosen, port, cards) && chosen.size() < MOST_SENDERS && senders.add(way.from())) {
                chosen.add(way);
            }
        }
        return chosen;
    }

    /** From all over the testbed, so that some of them take this way. */
    private static List<Way> spread(List<Way> candidates) {
        int count = Math.min(candidates.size(), MOST_SENDERS);
        return IntStream.range(0, count).mapToObj(i -> candidates.get(i * candidates.size() / count)).toList();
    }

    /** Whether more arrives than the port sends. Flows that share a narrow place before it share its rate. */
    private static boolean fills(List<Way> flows, End port, Map<String, Rate> cards) {
        Map<String, Long> places = new HashMap<>();
        flows.forEach(way -> places.merge(narrowest(way, port), offered(way, port, cards), Math::max));
        return places.values().stream().mapToDouble(Long::doubleValue).sum() >= FASTER * rate(port);
    }

    /**
     * What a flow can bring to the port, and through it. Who is as fast as the port, and behind it, does not hold it
     * back.
     */
    private static long offered(Way way, End port, Map<String, Rate> cards) {
        long card = cards.containsKey(way.from()) ? cards.get(way.from()).bitsPerSecond() : UNLIMITED;
        long before = Stream.of(card, ofFlow(port), least(way.before(port))).min(Long::compare).orElseThrow();
        long after = least(way.after(port));
        return after < rate(port) ? Math.min(before, after) : before;
    }

    /** The narrowest place of a way before the port: a port, or the sender itself. */
    private static String narrowest(Way way, End port) {
        long least = least(way.before(port));
        return way.before(port).stream()
                .filter(end -> limit(end) == least)
                .map(end -> end.node() + " " + end.device()).findFirst().orElse(way.from());
    }

    private static long least(List<End> ends) {
        return ends.stream().mapToLong(Plan::limit).min().orElse(UNLIMITED);
    }

    /** What one flow can bring through a port. */
    private static long limit(End end) {
        return Math.min(end.port().rate().map(Rate::bitsPerSecond).orElse(UNLIMITED), ofFlow(end));
    }

    private static long ofFlow(End end) {
        return end.port().flowRate().map(Rate::bitsPerSecond).orElse(UNLIMITED);
    }

    private static long rate(End port) {
        return port.port().rate().orElseThrow().bitsPerSecond();
    }

    /**
     * So many ports at most, of each sort alike, from all over the testbed: of a large one not all can be filled in
     * short time.
     *
     * @param sort what ports have in common that are taken for alike
     */
    static List<Step> sample(List<Step> ports, Function<Step, Object> sort, int most) {
        Map<Object, List<Step>> sorts = ports.stream()
                .collect(Collectors.groupingBy(sort, LinkedHashMap::new, Collectors.toList()));
        Set<Step> chosen = new HashSet<>();
        int left = most;
        int open = sorts.size();
        for (List<Step> each : sorts.values().stream().sorted(Comparator.comparingInt(List::size)).toList()) {
            int count = Math.min(each.size(), Math.max(1, left / open));
            for (int i = 0; i < count && left > 0; i++, left--) {
                chosen.add(each.get(i * each.size() / count));
            }
            open--;
        }
        return ports.stream().filter(chosen::contains).toList();
    }
}
