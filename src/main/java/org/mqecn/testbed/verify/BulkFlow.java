// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

/** A bulk TCP flow from one host to another, with the congestion control and ECN configuration of the hosts. */
interface BulkFlow extends AutoCloseable {
    /** Returns the TCP port of the receiver. */
    int port();

    /** Ends the flow at once. */
    @Override
    void close();
}
