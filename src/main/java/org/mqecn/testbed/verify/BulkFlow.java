// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

/** A bulk TCP connection from one host to another, with the congestion control and the ECN that they have. */
interface BulkFlow extends AutoCloseable {
    /** The port that it goes to, by which it is known at both ends. */
    int port();

    /** Ends it at once. */
    @Override
    void close();
}
