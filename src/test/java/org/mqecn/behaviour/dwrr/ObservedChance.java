// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.behaviour.model.ObservedDeparture;

/** Takes what a scheme left to chance from the packets that left the port, and compares how often with how probable. */
public final class ObservedChance {
    private double surplus;
    private double variance;

    /** Observed minus expected decisions, in standard deviations. */
    public double deviation() {
        return variance == 0 ? 0 : surplus / Math.sqrt(variance);
    }

    private void add(ObservedChance other) {
        surplus += other.surplus;
        variance += other.variance;
    }

    /** The decisions of one pattern, for one replay of it. */
    Replayed of(List<ObservedDeparture> departures) {
        Map<List<Integer>, Boolean> isCe = new HashMap<>();
        departures.forEach(departure -> isCe.put(List.of(departure.flow(), departure.seq()), departure.ce()));
        return new Replayed(isCe);
    }

    /** A replay of a pattern. */
    final class Replayed implements ChanceSource {
        private final Map<List<Integer>, Boolean> isCe;
        private final ObservedChance own = new ObservedChance();

        private Replayed(Map<List<Integer>, Boolean> isCe) {
            this.isCe = isCe;
        }

        @Override
        public boolean marks(int flow, int seq, double probability) {
            return decide(isCe.getOrDefault(List.of(flow, seq), false), probability);
        }

        @Override
        public boolean drops(int flow, int seq, double probability) {
            return decide(!isCe.containsKey(List.of(flow, seq)), probability);
        }

        private boolean decide(boolean observed, double probability) {
            if (probability <= 0 || probability >= 1) {
                return probability >= 1;
            }
            own.surplus += (observed ? 1 : 0) - probability;
            own.variance += probability * (1 - probability);
            return observed;
        }

        /** Counts this replay, which explained the pattern. */
        void accept() {
            ObservedChance.this.add(own);
        }
    }
}
