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
        List<Fault> notes = new ArrayList<>();
        for (Load load : bench.loads()) {
            if (load.plan().flows().isEmpty() || load.failure().isEmpty() && !isReached(load)) {
                notes.add(new Fault("no flows between hosts fill " + load.device(), ""));
            } else if (isTooMuchForMachines(bench, load)) {
                notes.add(new Fault(given(load) + ": machines whose processor is emulated send no more, so that its "
                        + "rate is not shown", "give the ports of a copy of its file less"));
            } else {
                fault(bench, load).ifPresent(faults::add);
            }
        }
        int filled = bench.loads().size() - notes.size();
        String detail = filled + " of " + bench.ports().size() + " ports filled"
                + (bench.loads().size() < bench.ports().size() ? ", some of each sort" : "")
                + (faults.isEmpty() && filled > 0
                        ? ": its own queue stood in front of each, and it sent at its rate" : "");
        Verdict verdict = !faults.isEmpty() ? Verdict.BAD : notes.isEmpty() ? Verdict.GOOD : Verdict.NOTED;
        faults.addAll(notes);
        return new Finding(name(), verdict, detail, faults);
    }

    /** Whether the port would send more, had the hosts more to send, and they are known for it. */
    static boolean isTooMuchForMachines(Bench bench, Load load) {
        return load.isShort() && !load.isSlow() && bench.isEmulated(load.plan());
    }

    /** Where packets may take several ways, it can be that none took this one. */
    private static boolean isReached(Load load) {
        return load.plan().certain() || load.own().filter(seen -> seen.sentBits() > 0).isPresent();
    }

    private static Optional<Fault> fault(Bench bench, Load load) {
        long rate = load.plan().rate();
        String name = name(load);
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
        if (other.isPresent() && load.isShort()) {
            return Optional.of(new Fault("the bottleneck is not " + name + " but " + other.get().getKey()
                    + ", where " + Math.round(other.get().getValue().meanBacklog()) + " bytes stand",
                    Reach.remedy(bench)));
        }
        if (load.isFast() || load.isSlow()) {
            return Optional.of(new Fault(name + " sends " + mega(own.rate()) + " Mbit/s", Reach.remedy(bench)));
        }
        if (load.isShort()) {
            return Optional.of(new Fault(given(load)
                    + ": something holds the flows back that is not a queue of the testbed", ""));
        }
        return other.map(each -> new Fault("besides that of " + name + " the queue of " + each.getKey()
                + " stands, with " + Math.round(each.getValue().meanBacklog()) + " bytes", Reach.remedy(bench)));
    }

    private static String name(Load load) {
        return load.device() + " (" + mega(load.plan().rate()) + " Mbit/s in the file)";
    }

    private static String given(Load load) {
        return name(load) + " was given " + mega(load.own().orElseThrow().rate()) + " Mbit/s only, by "
                + String.join(", ", load.plan().flows().stream().map(Way::from).distinct().toList());
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
