// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.QdiscKind;
import org.mqecn.topology.QueueingDiscipline;

/** Compares the stock qdiscs that should stand on a device with those that do. */
public final class QdiscTreeComparison {
    private static final String ROOT = "root";

    private QdiscTreeComparison() {}

    /**
     * A qdisc that stands there.
     *
     * @param attachPoint in tc's words: {@code root} or {@code parent 1:2}
     * @param options tc's words and their values, in bit/s, bytes, packets, ns, or millionths of a whole
     */
    public record ObservedQdisc(String kind, String handle, String attachPoint, Map<String, List<Long>> options) {
        static ObservedQdisc of(Qdisc qdisc) {
            return new ObservedQdisc(qdisc.kind(), qdisc.handleText(), qdisc.parentText(), qdisc.stockOptions());
        }

        /** Which is compared with nothing but where it stands. */
        private ObservedQdisc withoutOptions() {
            return new ObservedQdisc(kind, handle, attachPoint, Map.of());
        }
    }

    /** A line for each that is not there or not as it should be, and for each that nobody asked for. */
    public static List<String> differences(List<QueueingDiscipline.TcQdisc> layers, List<ObservedQdisc> found) {
        List<String> differences = new ArrayList<>();
        for (QueueingDiscipline.TcQdisc tcQdisc : layers) {
            Optional<ObservedQdisc> qdisc = found.stream()
                    .filter(each -> each.attachPoint().equals(attachPoint(tcQdisc))
                            && each.handle().equals(tcQdisc.handle())
                            && each.kind().equals(tcQdisc.kind()))
                    .findFirst();
            if (qdisc.isEmpty()) {
                differences.add(tcQdisc.kind() + " " + tcQdisc.handle() + " at " + tcQdisc.parent() + ": is not there");
            } else {
                differences.addAll(QdiscOptionComparison.differences(
                        tcQdisc.kind(), qdisc.get().options(), tcQdisc.options()));
            }
        }
        found.stream()
                .filter(qdisc ->
                        layers.stream().noneMatch(tcQdisc -> qdisc.attachPoint().equals(attachPoint(tcQdisc))))
                .forEach(qdisc -> differences.add(
                        qdisc.kind() + " " + qdisc.handle() + " at " + qdisc.attachPoint() + ": nobody asked for it"));
        return differences;
    }

    /** Whether nothing is wrong but values of our own, which can be changed while packets stand in them. */
    static boolean differOnlyInModuleOptions(List<QueueingDiscipline.TcQdisc> layers, List<ObservedQdisc> found) {
        return differences(
                        layers,
                        found.stream()
                                .map(each -> QdiscKind.find(each.kind()).isPresent() ? each.withoutOptions() : each)
                                .toList())
                .isEmpty();
    }

    /** Where a layer stands, in tc's words. */
    public static String attachPoint(QueueingDiscipline.TcQdisc tcQdisc) {
        return tcQdisc.parent().equals(ROOT) ? ROOT : "parent " + tcQdisc.parent();
    }
}
