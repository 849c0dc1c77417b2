// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.Optional;
import org.mqecn.topology.Link;

/**
 * What is measured.
 *
 * @param port the end of a link whose queues are watched
 * @param neighbour who is at the other end
 * @param samplingInterval time between samples of the queues
 * @param warmUp time in which nothing counts yet
 * @param duration time that counts; empty where it lasts until the traffic has ended
 */
public record MeasurementSpec(
        Link.LinkEnd port, String neighbour, Duration samplingInterval, Duration warmUp, Optional<Duration> duration) {
    /** {@code s1:h1} */
    public String portName() {
        return port.node() + ":" + neighbour;
    }
}
