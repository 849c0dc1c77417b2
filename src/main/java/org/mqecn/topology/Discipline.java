// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.port.Rate;
import org.mqecn.port.Request;

/** The queueing discipline of one port. */
public sealed interface Discipline {
    /** The kernel's default: what nobody asked to be anything. */
    Discipline NOTHING = new Stock(List.of(), Optional.empty(), OptionalLong.empty());

    /** What it sends at most; empty where it does not shape. */
    Optional<Rate> rate();

    /** Our own. */
    record Dwrr(Request request, Optional<Rate> rate) implements Discipline {}

    /**
     * Qdiscs that a stock kernel has, the root first.
     *
     * @param markingThreshold bytes of backlog below which none is marked, where a layer marks by backlog
     */
    record Stock(List<Layer> layers, Optional<Rate> rate, OptionalLong markingThreshold) implements Discipline {
        public Stock {
            layers = List.copyOf(layers);
        }
    }

    /**
     * One qdisc as tc has it.
     *
     * @param parent {@code root}, or the class it sits under: {@code 1:1}
     * @param handle {@code 1:}
     * @param kind {@code tbf}
     * @param words what stands behind the kind: {@code rate 100mbit burst 15000 latency 10us}
     */
    record Layer(String parent, String handle, String kind, List<String> words) {
        public Layer {
            words = List.copyOf(words);
        }
    }
}
