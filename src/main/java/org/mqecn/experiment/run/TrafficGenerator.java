// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

/** One traffic of a run. It opens its sockets before the clock starts and measures in the window. */
interface TrafficGenerator extends AutoCloseable {
    /** Opens sockets and connections. */
    void prepare() throws Exception;

    /** Starts the traffic in new threads. */
    void start(RunClock runClock);

    /**
     * Waits until the traffic ends, no longer than a timeout. Returns at once for traffic without an end.
     */
    default void await(RunClock runClock) throws Exception {}

    /** Starts the measurement. */
    default void beginWindow(RunClock runClock) throws Exception {}

    /** Ends the measurement. */
    default void endWindow(RunClock runClock) throws Exception {}

    /** Adds what it measured. */
    void report(RunMeasurements measurements);

    /** Stops the traffic. */
    @Override
    void close();
}
