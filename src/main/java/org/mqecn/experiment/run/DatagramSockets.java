// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** What java.nio leaves to its users. */
final class DatagramSockets {
    private static final int ECT_0 = 2;

    private DatagramSockets() {}

    /** What its packets carry from now on: a code point, and whether they may be marked. */
    static void setTos(DatagramChannel socket, int dscp, boolean ecn) throws IOException {
        socket.setOption(StandardSocketOptions.IP_TOS, dscp << 2 | (ecn ? ECT_0 : 0));
    }

    /** Closes it; whoever waits on it is woken. */
    static void close(DatagramChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
