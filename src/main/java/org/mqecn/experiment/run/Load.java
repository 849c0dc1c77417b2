// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

/** Traffic at work. What it opens is open before time begins; what it measures, it measures in the window. */
interface Load extends AutoCloseable {
    /** Opens sockets and connections. */
    void prepare() throws Exception;

    /** Begins, in threads of its own. */
    void start(Timeline timeline);

    /**
     * Waits for the end of traffic that has one, as long as there is hope that it comes; of other traffic, returns at
     * once.
     */
    default void await(Timeline timeline) throws Exception {}

    /** What is measured counts from now on. */
    default void windowBegins(Timeline timeline) throws Exception {}

    /** What is measured counts no longer. */
    default void windowEnds(Timeline timeline) throws Exception {}

    /** Tells what it measured. */
    void report(Observation observation);

    /** Ends it, however far it is. */
    @Override
    void close();
}
