// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.Optional;
import org.mqecn.topology.Link;

/**
 * The measurement of a case.
 *
 * @param port the end of a link whose queues are sampled
 * @param neighbour node at the other end
 * @param samplingInterval interval between samples of the queues
 * @param warmUp time before the measurement
 * @param duration length of the measurement; empty if it lasts until the traffic ends
 */
public record MeasurementSpec(
        Link.LinkEnd port, String neighbour, Duration samplingInterval, Duration warmUp, Optional<Duration> duration) {
    /** {@code s1:h1} */
    public String portName() {
        return port.node() + ":" + neighbour;
    }
}
