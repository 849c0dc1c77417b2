// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mqecn.topology.Link;

/**
 * The measurement of a case.
 *
 * @param ports whose queues are sampled, at least one; their names differ
 * @param samplingInterval interval between samples of the queues
 * @param warmUp time before the measurement
 * @param duration length of the measurement; empty if it lasts until the traffic ends
 */
public record MeasurementSpec(
        List<MeasuredPort> ports, Duration samplingInterval, Duration warmUp, Optional<Duration> duration) {
    public MeasurementSpec {
        ports = List.copyOf(ports);
    }

    /**
     * A port whose queues are sampled.
     *
     * @param linkEnd its end of the link
     * @param neighbour node at the other end
     */
    public record MeasuredPort(Link.LinkEnd linkEnd, String neighbour) {
        /** {@code s1:h1} */
        public String name() {
            return linkEnd.node() + ":" + neighbour;
        }
    }

    /** The only port, which is to be the bottleneck; empty if several are measured, each for itself. */
    public Optional<MeasuredPort> onlyPort() {
        return ports.size() == 1 ? Optional.of(ports.get(0)) : Optional.empty();
    }
}
