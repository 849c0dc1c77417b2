// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mqecn.netlink.Link;
import org.mqecn.testbed.verify.Finding.Fault;
import org.mqecn.testbed.verify.Way.Step;
import org.mqecn.topology.Link.End;

/**
 * Packets as long as the file says go from end to end in one piece, and longer ones do not. Each host asks the next, so
 * that the links of all hosts are used in both directions.
 */
final class Mtu implements Check {
    /** Of IP and ICMP. */
    private static final int HEADERS = 28;

    @Override
    public String name() {
        return "mtu";
    }

    @Override
    public Finding run(Bench bench) {
        List<Way> ways = Ring.of(bench.stations().stream().map(Station::name).filter(bench::answers).toList(), bench);
        if (ways.isEmpty()) {
            return Finding.nothing(name(), "no two hosts reach each other");
        }
        List<Fault> faults = new ArrayList<>();
        Set<Integer> sizes = new TreeSet<>();
        for (Way way : ways) {
            sizes.add(way.mtu());
            if (!passes(bench, way, way.mtu())) {
                faults.add(new Fault("a packet of " + way.mtu() + " bytes from " + way.from() + " to " + way.to()
                        + " does not arrive in one piece" + narrow(bench, way), Reach.remedy(bench)));
            } else if (passes(bench, way, way.mtu() + 1)) {
                faults.add(new Fault("a packet of " + (way.mtu() + 1) + " bytes from " + way.from() + " to " + way.to()
                        + " arrives in one piece, though the file says " + way.mtu(), Reach.remedy(bench)));
            }
        }
        return Finding.of(name(), String.join(", ", sizes.stream().map(String::valueOf).toList())
                + " bytes pass in one piece and one more does not, on " + (ways.size() - faults.size()) + " of "
                + ways.size() + " ways asked", faults);
    }

    private static boolean passes(Bench bench, Way way, int bytes) {
        return !Pings.answered(bench.station(way.from()), List.of(way.address()),
                List.of("-M", "-b", Integer.toString(bytes - HEADERS))).isEmpty();
    }

    /** The device on the way that takes less than it should. */
    private static String narrow(Bench bench, Way way) {
        for (Step step : way.steps()) {
            for (End end : step.link().ends()) {
                int mtu = bench.link(end).map(Link::mtu).orElse(Integer.MAX_VALUE);
                if (mtu < step.link().mtu()) {
                    return ": the mtu of " + bench.device(end) + " is " + mtu;
                }
            }
        }
        return "";
    }
}
