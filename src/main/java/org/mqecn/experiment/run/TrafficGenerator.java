// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

/** Traffic at work. What it opens is open before time begins; what it measures, it measures in the window. */
interface TrafficGenerator extends AutoCloseable {
    /** Opens sockets and connections. */
    void prepare() throws Exception;

    /** Begins, in threads of its own. */
    void start(RunClock runClock);

    /**
     * Waits for the end of traffic that has one, as long as there is hope that it comes; of other traffic, returns at
     * once.
     */
    default void await(RunClock runClock) throws Exception {}

    /** What is measured counts from now on. */
    default void beginWindow(RunClock runClock) throws Exception {}

    /** What is measured counts no longer. */
    default void endWindow(RunClock runClock) throws Exception {}

    /** Tells what it measured. */
    void report(RunMeasurements measurements);

    /** Ends it, however far it is. */
    @Override
    void close();
}
