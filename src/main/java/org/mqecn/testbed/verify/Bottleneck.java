// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mqecn.testbed.verify.Finding.Fault;
import org.mqecn.testbed.verify.Finding.Verdict;

/**
 * The bottleneck is where the file says: flows that fill a port meet a queue there, and no other on their way, and it
 * sends at its rate.
 */
final class Bottleneck implements Check {
    private static final double LEAST = 0.93;
    private static final double MOST = 1.02;
    private static final double MEGA = 1e6;
    private static final int PACKETS = 2;

    @Override
    public String name() {
        return "bottleneck";
    }

    @Override
    public Finding run(Bench bench) {
        if (bench.ports().isEmpty()) {
            return Finding.nothing(name(), "the file gives no port a rate");
        }
        List<Fault> faults = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        for (Load load : bench.loads()) {
            if (load.plan().flows().isEmpty() || load.failure().isEmpty() && !isReached(load)) {
                idle.add(load.device().toString());
            } else {
                fault(bench, load).ifPresent(faults::add);
            }
        }
        int filled = bench.loads().size() - idle.size();
        String detail = filled + " of " + bench.ports().size() + " ports filled"
                + (bench.loads().size() < bench.ports().size() ? ", some of each sort" : "")
                + (faults.isEmpty() && filled > 0
                        ? ": its own queue stood in front of each, and it sent at its rate" : "");
        idle.forEach(port -> faults.add(new Fault("no flows between hosts fill " + port, "")));
        return new Finding(name(), faults.size() > idle.size() ? Verdict.BAD
                : idle.isEmpty() ? Verdict.GOOD : Verdict.NOTED, detail, faults);
    }

    /** Where packets may take several ways, it can be that none took this one. */
    private static boolean isReached(Load load) {
        return load.plan().certain() || load.own().filter(seen -> seen.sentBits() > 0).isPresent();
    }

    private static Optional<Fault> fault(Bench bench, Load load) {
        long rate = load.plan().rate();
        String name = load.device() + " (" + mega(rate) + " Mbit/s in the file)";
        if (!load.failure().isEmpty()) {
            return Optional.of(new Fault(name + " could not be filled: " + load.failure(), ""));
        }
        if (load.own().isEmpty()) {
            return Optional.of(new Fault("nothing stands on " + name + " that could hold packets back",
                    Reach.remedy(bench)));
        }
        Seen own = load.own().get();
        int packets = PACKETS * load.plan().step().link().mtu();
        Optional<Map.Entry<Device, Seen>> other = others(bench, load)
                .filter(each -> each.getValue().meanBacklog() > Math.max(packets, own.meanBacklog() / 2));
        if (other.isPresent() && own.rate() < LEAST * rate) {
            return Optional.of(new Fault("the bottleneck is not " + name + " but " + other.get().getKey()
                    + ", where " + Math.round(other.get().getValue().meanBacklog()) + " bytes stand",
                    Reach.remedy(bench)));
        }
        if (own.rate() > MOST * rate || own.rate() < LEAST * rate && own.meanBacklog() > packets) {
            return Optional.of(new Fault(name + " sends " + mega(own.rate()) + " Mbit/s", Reach.remedy(bench)));
        }
        if (own.rate() < LEAST * rate) {
            return Optional.of(new Fault(name + " was given " + mega(own.rate()) + " Mbit/s only, by "
                    + String.join(", ", load.plan().flows().stream().map(Way::from).distinct().toList())
                    + ": something holds the flows back that is not a queue of the testbed", ""));
        }
        return other.map(each -> new Fault("besides that of " + name + " the queue of " + each.getKey()
                + " stands, with " + Math.round(each.getValue().meanBacklog()) + " bytes", Reach.remedy(bench)));
    }

    /** The longest of the other queues; that a host's netem holds what it delays is as it should be. */
    private static Optional<Map.Entry<Device, Seen>> others(Bench bench, Load load) {
        return load.seen().entrySet().stream()
                .filter(each -> !each.getKey().equals(load.device()) && !each.getValue().kind().equals("netem"))
                .filter(each -> load.plan().flows().stream().allMatch(way -> load.plan().certain()
                        && way.before(load.plan().step().out()).stream()
                        .anyMatch(end -> bench.device(end).equals(each.getKey()))))
                .max(Map.Entry.comparingByValue((one, two) -> Double.compare(one.meanBacklog(), two.meanBacklog())));
    }

    static String mega(double rate) {
        return String.format(Locale.ROOT, "%.4g", rate / MEGA).replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }
}
