// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Netns;
import org.mqecn.port.Bytes;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.testbed.verify.Finding.Fault;
import org.mqecn.testbed.verify.Finding.Verdict;
import org.mqecn.topology.Discipline;

/**
 * Marks appear above the threshold K and not below it: a port that DCTCP flows fill marks, and holds its queue about
 * K; bursts of ECN-capable packets that are half as long as K pass unmarked.
 */
final class Marking implements Check {
    private static final double MUCH = 2;
    private static final double LITTLE = 0.1;
    private static final double ABOVE_MAX = 1.3;

    @Override
    public String name() {
        return "marking";
    }

    @Override
    public Finding run(Bench bench) {
        List<Fault> faults = new ArrayList<>();
        int marking = 0;
        for (Load load : bench.loads()) {
            OptionalLong threshold = threshold(load);
            if (load.own().isPresent() && load.own().get().sentBits() > 0 && isEcn(bench, load)
                    && load.own().get().marks().isPresent() && isMarking(load)
                    && !Bottleneck.isTooMuchForMachines(bench, load)) {
                marking++;
                above(bench, load, threshold).ifPresent(faults::add);
                below(bench, load, threshold).ifPresent(faults::add);
            }
        }
        return marking == 0 ? new Finding(name(), Verdict.NOTED, "no port was filled that marks packets of ECN hosts",
                faults) : Finding.of(name(), marking + (marking == 1 ? " port marks" : " ports mark")
                        + " above K" + (faults.isEmpty() ? ", and not below it" : ""), faults);
    }

    /** K in bytes, as the port has it now; empty where it marks by something else than bytes. */
    private static OptionalLong threshold(Load load) {
        Discipline discipline = load.plan().step().out().port();
        if (discipline instanceof Discipline.Stock stock) {
            return stock.markingThreshold();
        }
        return port(load.device()).map(port -> switch (port.config().ecnScheme()) {
            case PER_QUEUE -> port.config().value(DwrrSetting.QUEUE_THRESH, 0);
            case PER_PORT, MQ_ECN -> port.config().value(DwrrSetting.PORT_THRESH, 0);
            default -> OptionalLong.empty();
        }).orElse(OptionalLong.empty());
    }

    private static Optional<Port> port(Device device) {
        return inside(device, kernel -> kernel.ports(kernel.link(device.name())).stream()
                .filter(port -> port.config().kind() == QdiscKind.DWRR && port.config().isComplete()).findFirst());
    }

    private static <T> T inside(Device device, Function<Kernel, T> task) {
        return Netns.call(device.namespace(), () -> {
            try (Kernel kernel = new Kernel()) {
                return task.apply(kernel);
            }
        });
    }

    private static boolean isMarking(Load load) {
        return port(load.device()).map(port -> port.config().value(DwrrSetting.ECN_SCHEME, 0).orElse(0) != 0).orElse(true);
    }

    private static boolean isEcn(Bench bench, Load load) {
        return load.plan().flows().stream()
                .allMatch(way -> bench.agreeOnEcn(way.from(), way.to()));
    }

    private static Optional<Fault> above(Bench bench, Load load, OptionalLong threshold) {
        Seen own = load.own().orElseThrow();
        String port = load.device().toString();
        String mean = Math.round(own.meanBacklog()) + " bytes";
        if (own.marks().orElseThrow() == 0) {
            return Optional.of(own.drops() > 0 && own.meanBacklog() < threshold.orElse(0)
                    ? new Fault(port + " marked nothing and dropped " + own.drops() + " packets" + k(threshold)
                            + ": its buffer is full before its threshold is met, at " + mean + " on average",
                            "make the threshold smaller than the buffer")
                    : new Fault(port + " marked nothing, with " + mean + " in its queue on average" + k(threshold),
                            own.meanBacklog() < threshold.orElse(0) ? "the flows did not reach K: see the checks above"
                                    : "see whether ECN is negotiated (transport, above)"));
        }
        if (threshold.isPresent() && (own.meanBacklog() > most(load, threshold.getAsLong())
                || own.meanBacklog() < LITTLE * threshold.getAsLong())) {
            return Optional.of(new Fault(port + " holds " + mean + " on average" + k(threshold)
                    + ": DCTCP flows should keep it about there",
                    "see whether all of them run DCTCP (transport, above)"));
        }
        return Optional.empty();
    }

    /** RED marks all only from its max on, and lets the queue grow so far. */
    private static double most(Load load, long threshold) {
        double most = MUCH * threshold;
        if (load.plan().step().out().port() instanceof Discipline.Stock stock) {
            for (Discipline.Layer layer : stock.layers()) {
                int max = layer.kind().equals("red") ? layer.words().indexOf("max") : -1;
                most = max < 0 ? most : Math.max(most, ABOVE_MAX * Bytes.parse(layer.words().get(max + 1)).bytes());
            }
        }
        return most;
    }

    private static String k(OptionalLong threshold) {
        return threshold.isPresent() ? ", where K is " + threshold.getAsLong() : "";
    }

    private static Optional<Fault> below(Bench bench, Load load, OptionalLong threshold) {
        Bursts bursts = Bursts.below(threshold, load.plan());
        if (bursts.packets() == 0) {
            return Optional.empty();
        }
        try (Watch watch = new Watch(List.of(load.device()))) {
            Way way = load.plan().flows().get(0);
            watch.waitUntilEmpty(load.device());
            Seen seen = watch.around(() -> bursts.send(bench, way)).get(load.device());
            long marks = seen.marks().orElse(0);
            return marks == 0 ? Optional.empty() : Optional.of(new Fault(load.device() + " marked " + marks
                    + " packets of bursts of " + bursts.packets() + " (" + bursts.bytes() + " bytes)" + k(threshold),
                    "look at its thresholds: 'mqecn get " + load.device().name() + "', 'tc qdisc show'"));
        }
    }
}
