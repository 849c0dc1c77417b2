// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;

/** What java.nio leaves to its users. */
final class Sockets {
    private Sockets() {}

    /** Closes it; whoever waits on it is woken. */
    static void close(DatagramChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
