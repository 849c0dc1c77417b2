// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.testbed.verify.Finding.Fault;
import org.mqecn.topology.Link.End;

/** Every host is answered by every other that its file gives it a way to. */
final class Reach implements Check {
    @Override
    public String name() {
        return "reach";
    }

    @Override
    public Finding run(Bench bench) {
        List<Way> lost = new ArrayList<>();
        int asked = 0;
        int hosts = bench.stations().size();
        for (Station station : bench.stations()) {
            List<Way> ways = bench.from(station.name());
            Set<String> alive = Pings.answered(station, ways.stream().map(Way::address).toList(), List.of());
            asked += ways.size();
            ways.stream().filter(way -> !alive.contains(way.address())).forEach(lost::add);
        }
        if (asked == 0) {
            return Finding.nothing(name(), "the file gives no host a way to another");
        }
        List<Fault> faults = faults(bench, lost);
        return Finding.of(name(), (asked - lost.size()) + " of " + asked + " ways between " + hosts
                + " hosts are answered", faults);
    }

    /** A host that has lost all is told of once. */
    private static List<Fault> faults(Bench bench, List<Way> lost) {
        Map<String, Integer> losses = new HashMap<>();
        lost.forEach(way -> List.of(way.from(), way.to()).forEach(host -> losses.merge(host, 1, Integer::sum)));
        List<Fault> faults = new ArrayList<>();
        for (Station station : bench.stations()) {
            int most = 2 * bench.from(station.name()).size();
            if (losses.getOrDefault(station.name(), 0) == most && most > 0) {
                bench.leaveOut(station.name());
            }
        }
        for (Station station : bench.stations()) {
            if (!bench.answers(station.name())) {
                faults.add(new Fault(station.name() + " reaches nobody and nobody reaches it" + why(bench, station),
                        remedy(bench)));
            }
        }
        lost.stream().filter(way -> bench.answers(way.from()) && bench.answers(way.to()))
                .forEach(way -> faults.add(new Fault(way.from() + " gets no answer from " + way.to() + " ("
                        + way.address() + ")", remedy(bench))));
        return faults;
    }

    private static String why(Bench bench, Station station) {
        return bench.from(station.name()).stream().map(way -> way.steps().get(0).out()).filter(bench::isHere)
                .findFirst().map(end -> why(bench, end)).orElse("");
    }

    private static String why(Bench bench, End end) {
        return bench.link(end).map(link -> link.up() ? "" : ": its " + end.device() + " is down")
                .orElse(": it has no " + end.device());
    }

    static String remedy(Bench bench) {
        return "'mqecn testbed status -f " + bench.testbed().name() + "' shows what differs from the file, "
                + "'mqecn testbed up' mends it";
    }
}
