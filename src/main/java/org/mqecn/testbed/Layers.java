// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.QdiscKind;
import org.mqecn.topology.Discipline;

/** Compares the stock qdiscs that should stand on a device with those that do. */
public final class Layers {
    private static final String ROOT = "root";

    private Layers() {}

    /**
     * A qdisc that stands there.
     *
     * @param place in tc's words: {@code root} or {@code parent 1:2}
     * @param options tc's words and their values, in bit/s, bytes, packets, ns, or millionths of a whole
     */
    public record Found(String kind, String handle, String place, Map<String, List<Long>> options) {
        static Found of(Qdisc qdisc) {
            return new Found(qdisc.kind(), qdisc.handleText(), qdisc.place(), qdisc.stockOptions());
        }

        /** Which is compared with nothing but where it stands. */
        private Found withoutOptions() {
            return new Found(kind, handle, place, Map.of());
        }
    }

    /** A line for each that is not there or not as it should be, and for each that nobody asked for. */
    public static List<String> differences(List<Discipline.Layer> layers, List<Found> found) {
        List<String> differences = new ArrayList<>();
        for (Discipline.Layer layer : layers) {
            Optional<Found> qdisc = found.stream().filter(each -> each.place().equals(place(layer))
                    && each.handle().equals(layer.handle()) && each.kind().equals(layer.kind())).findFirst();
            if (qdisc.isEmpty()) {
                differences.add(layer.kind() + " " + layer.handle() + " at " + layer.parent() + ": is not there");
            } else {
                differences.addAll(QdiscWords.differences(layer.kind(), qdisc.get().options(), layer.words()));
            }
        }
        found.stream().filter(qdisc -> layers.stream().noneMatch(layer -> qdisc.place().equals(place(layer))))
                .forEach(qdisc -> differences.add(qdisc.kind() + " " + qdisc.handle() + " at " + qdisc.place()
                        + ": nobody asked for it"));
        return differences;
    }

    /** Whether nothing is wrong but values of our own, which can be changed while packets stand in them. */
    static boolean differInOursAlone(List<Discipline.Layer> layers, List<Found> found) {
        return differences(layers, found.stream().map(each -> QdiscKind.find(each.kind()).isPresent()
                ? each.withoutOptions() : each).toList()).isEmpty();
    }

    /** Where a layer stands, in tc's words. */
    public static String place(Discipline.Layer layer) {
        return layer.parent().equals(ROOT) ? ROOT : "parent " + layer.parent();
    }
}
